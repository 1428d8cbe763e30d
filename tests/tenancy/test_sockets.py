"""A live socket belongs to one person on one surface of one broker; the server alone decides what it hears."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.db import connection

from atrium.kernel import tenancy
from infra.asgi import application
from infra.middleware.cookies import cookie_name
from portals.shared.live import push
from tenants.staff.services import add_member, end_membership
from tests.surfaces import browse, host


def _cookie(tenant: tenancy.Tenant, surface: str, user: object) -> str:
    name = cookie_name(surface, "session")
    return f"{name}={browse(tenant, surface, user).cookies[name].value}"


class Socket(ApplicationCommunicator):
    def __init__(self, to: str, cookie: str, origin: str | None = None) -> None:
        headers = [(b"host", to.encode()), (b"cookie", cookie.encode())]
        headers.append((b"origin", (origin or f"http://{to}").encode()))
        super().__init__(application, {"type": "websocket", "path": "/live/", "headers": headers})

    async def opens(self) -> bool:
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(timeout=10)
        if answer["type"] != "websocket.accept":
            return False
        assert 'data-say="hello"' in (await self.receive_output(timeout=10))["text"]
        return True

    async def hears(self) -> str:
        """What a frame brings, without the mark that leads it."""
        return str((await self.receive_output(timeout=10))["text"]).partition("</i>")[2]


def _hang_up() -> None:
    """asgiref's thread lives on, and with it its connection."""
    connection.close()


def _run(test: Coroutine[Any, Any, None]) -> None:
    async def main() -> None:
        try:
            await test
        finally:
            await get_channel_layer().flush()
            await sync_to_async(_hang_up)()

    asyncio.run(main())


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
            await socket.send_input({"type": "websocket.disconnect", "code": 1000})
            await socket.wait(timeout=10)

    sam_cookie = _cookie(acme, "staff", sam.user)
    bea_cookie = _cookie(borealis, "staff", bea.user)
    _run(test())


@pytest.mark.parametrize(
    "case", ["no cookie", "other broker", "other surface", "other origin", "no origin", "unknown host"]
)
def test_a_socket_that_is_not_its_persons_is_refused_before_it_opens(sam, acme, borealis, case):
    cookie = _cookie(acme, "staff", sam.user)
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

    _run(test())


def test_whose_membership_has_ended_gets_no_socket(sam, acme):
    cookie = _cookie(acme, "staff", sam.user)
    with tenancy.entered(acme):
        end_membership(sam)

    async def test() -> None:
        assert not await Socket(host(acme, "staff"), cookie).opens()

    _run(test())


def _say(tenant: tenancy.Tenant, *audience: object) -> None:
    with tenancy.entered(tenant):
        push("staff", *audience, html="<p>for one</p>")
