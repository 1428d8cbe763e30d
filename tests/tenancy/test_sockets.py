"""A live socket belongs to one person on one surface of one broker; the server alone decides what it hears."""

import pytest
from asgiref.sync import sync_to_async

from atrium.kernel import tenancy
from infra.middleware.cookies import cookie_name
from portals.shared.live import push
from tenants.staff.services import add_member, end_membership
from tests.sockets import Socket, cookie_of, run
from tests.surfaces import host


@pytest.fixture
def sam(committed, acme):
    with tenancy.entered(acme):
        return add_member(email="sam@acme.example", name="Sam Sales", role="Sales")


@pytest.fixture
def bea(committed, borealis):
    with tenancy.entered(borealis):
        return add_member(email="bea@borealis.example", name="Bea", role="Sales")


def test_a_member_hears_what_is_said_to_them_and_nothing_of_another_broker(sam, bea, acme, borealis):
    async def test() -> None:
        at_acme = Socket(host(acme, "staff"), sam_cookie)
        at_borealis = Socket(host(borealis, "staff"), bea_cookie)
        assert await at_acme.opens()
        assert await at_borealis.opens()
        await sync_to_async(_say)(acme, "member", sam.id)
        assert await at_acme.hears() == "<p>for one</p>"
        await sync_to_async(_say)(acme, "all")
        assert await at_acme.hears() == "<p>for one</p>"
        assert await at_borealis.receive_nothing(timeout=0.2)
        for socket in (at_acme, at_borealis):
            await socket.hang_up()

    sam_cookie = cookie_of(acme, "staff", sam.user)
    bea_cookie = cookie_of(borealis, "staff", bea.user)
    run(test())


@pytest.mark.parametrize(
    "case", ["no cookie", "other broker", "other surface", "other origin", "no origin", "unknown host"]
)
def test_a_socket_that_is_not_its_persons_is_refused_before_it_opens(sam, acme, borealis, case):
    cookie = cookie_of(acme, "staff", sam.user)
    at = host(acme, "staff")
    sockets = {
        "no cookie": lambda: Socket(at, ""),
        "other broker": lambda: Socket(host(borealis, "staff"), cookie),
        "other surface": lambda: Socket(
            host(acme, "client"),
            cookie.replace(cookie_name("staff", "session"), cookie_name("client", "session")),
        ),
        "other origin": lambda: Socket(at, cookie, origin="http://evil.example"),
        "no origin": lambda: Socket(at, cookie, origin="null"),
        "unknown host": lambda: Socket("desk.nobody.localhost", cookie),
    }

    async def test() -> None:
        assert not await sockets[case]().opens()

    run(test())


def test_whose_membership_has_ended_gets_no_socket(sam, acme):
    cookie = cookie_of(acme, "staff", sam.user)
    with tenancy.entered(acme):
        end_membership(sam)

    async def test() -> None:
        assert not await Socket(host(acme, "staff"), cookie).opens()

    run(test())


def _say(tenant: tenancy.Tenant, *audience: object) -> None:
    with tenancy.entered(tenant):
        push("staff", *audience, html="<p>for one</p>")
