"""A colleague sees a portal as its owner does: with a reason, for a while, once per link; looks, does not act, leaves a trace."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import InvalidInput, NotFound
from tenants.activity.models import Entry as TimelineEntry
from tenants.audit.models import Change
from tenants.identity import visits
from tenants.identity.models import LogIn, User, Visit
from tenants.ledger.models import Movement
from tenants.payments.models import Deposit, Withdrawal
from tenants.staff.models import Appointment, Member
from tests.ibs import people as family
from tests.isolation.routes import routes
from tests.portals import people
from tests.surfaces import host

LINK = re.compile(r"http://([^:/]+)(?::\d+)?(/visit/[^/]+/)")


@pytest.fixture
def clara(db: None, acme: Any) -> Any:
    with tenancy.entered(acme):
        return family.client("Clara")


@pytest.fixture
def sam(db: None, acme: Any) -> User:
    with tenancy.entered(acme):
        return people.staff("Sam", "Administrator")


@pytest.fixture
def link(acme: Any, clara: Any, sam: User, browse: Any) -> str:
    """Where the button leads, for fifteen minutes."""
    return asked(browse(acme, "staff", sam), f"/clients/{clara.id}/portal/")


def asked(console: Any, path: str, **fields: Any) -> str:
    answer = console.post(path, {"reason": "cannot find her deposit", "minutes": 15, **fields})
    assert answer.status_code == 200, answer.content.decode()[:400]
    found = LINK.search(answer.content.decode())
    assert found, "no link"
    return found[2]


@pytest.fixture
def inside(acme: Any, link: str, browse: Any) -> Any:
    portal = browse(acme, "client")
    assert portal.get(link).status_code == 302
    return portal


def visit_of(acme: Any) -> Visit:
    with tenancy.entered(acme):
        return Visit.objects.order_by("-asked_at")[0]


class TestTheWayIn:
    def test_the_portal_is_theirs_and_says_so_on_every_page(self, inside: Any):
        for path in ("/", "/profile/", "/history/", "/visit/"):
            page = inside.get(path)
            assert page.status_code == 200, path
            text = page.content.decode()
            assert "You see this portal as Clara does. You are Sam" in text
            assert "End the visit" in text
            assert "ws-connect" not in text

    def test_a_reason_is_needed(self, acme: Any, clara: Any, sam: User, browse: Any):
        answer = browse(acme, "staff", sam).post(
            f"/clients/{clara.id}/portal/", {"reason": "  ", "minutes": 15}
        )
        assert answer.status_code == 422
        with tenancy.entered(acme):
            assert not Visit.objects.exists()

    @pytest.mark.parametrize("minutes", [0, 61, 999, "forever"])
    def test_an_hour_is_the_most(self, acme: Any, clara: Any, sam: User, browse: Any, minutes: Any):
        answer = browse(acme, "staff", sam).post(
            f"/clients/{clara.id}/portal/", {"reason": "x", "minutes": minutes}
        )
        assert answer.status_code == 422
        if isinstance(minutes, int):
            with tenancy.entered(acme), pytest.raises(InvalidInput, match="1 to 60"):
                visits.ask(by=sam, to=clara.user, reason="x", minutes=minutes)

    def test_without_the_permission_there_is_no_such_page(self, acme: Any, clara: Any, browse: Any):
        with tenancy.entered(acme):
            rita = people.staff("Rita", "Finance")
        console = browse(acme, "staff", rita)
        assert console.get(f"/clients/{clara.id}/portal/").status_code == 404
        assert console.post(f"/clients/{clara.id}/portal/", {"reason": "x", "minutes": 15}).status_code == 404
        with tenancy.entered(acme):
            assert not Visit.objects.exists()

    def test_a_link_opens_once(self, acme: Any, link: str, browse: Any):
        first, second = browse(acme, "client"), browse(acme, "client")
        assert first.get(link).status_code == 302
        again = second.get(link)
        assert again.status_code == 403
        assert "was used before" in again.content.decode()
        assert second.get("/history/").status_code == 302

    def test_a_link_is_old_after_a_minute(self, acme: Any, link: str, browse: Any):
        with time_machine.travel(clock.now() + timedelta(seconds=61)):
            assert browse(acme, "client").get(link).status_code == 403
        assert visit_of(acme).begun_at is None

    def test_a_link_opens_no_other_brokers_portal(self, borealis: Any, acme: Any, link: str, browse: Any):
        assert browse(borealis, "client").get(link).status_code == 404
        assert visit_of(acme).begun_at is None

    def test_nor_another_surface(self, acme: Any, link: str, browse: Any):
        assert browse(acme, "ib").get(link).status_code == 404
        assert browse(acme, "staff").get(link).status_code in {302, 404}
        assert visit_of(acme).begun_at is None

    def test_the_link_is_on_the_portals_own_host(self, acme: Any, clara: Any, sam: User, browse: Any):
        answer = browse(acme, "staff", sam).post(
            f"/clients/{clara.id}/portal/", {"reason": "x", "minutes": 15}
        )
        assert LINK.search(answer.content.decode())[1] == host(acme, "client")

    def test_only_a_digest_of_the_link_is_kept(self, acme: Any, link: str):
        token = link.split("/")[2]
        with tenancy.entered(acme):
            assert token not in str(Visit.objects.values())
            said = Change.objects.get(table_name="identity_visit", op="insert")
        assert said.after["token_digest"] == "changed"

    def test_a_partners_portal_too(self, acme: Any, sam: User, browse: Any):
        with tenancy.entered(acme):
            iris = family.partner("Iris")
        path = asked(browse(acme, "staff", sam), f"/partners/{iris.id}/portal/")
        portal = browse(acme, "ib")
        assert portal.get(path).status_code == 302
        assert "You see this portal as Iris does" in portal.get("/").content.decode()
        assert browse(acme, "client").get(path).status_code == 404

    def test_the_owner_never_logged_in(self, acme: Any, clara: Any, inside: Any):
        inside.get("/")
        with tenancy.entered(acme):
            assert User.objects.get(id=clara.user_id).last_login is None
            assert not LogIn.objects.filter(user_id=clara.user_id).exists()


class TestLookingIsAll:
    def test_every_address_that_takes_a_post_refuses_it_and_nothing_changes(
        self, acme: Any, clara: Any, inside: Any
    ):
        with tenancy.entered(acme):
            people.paid_in(clara, 50_000)
        before = counts(acme)
        asked_for = 0
        for route in routes("client"):
            if route.path.startswith(("/visit/", "/_csp", "/brand/", "/account/logout")):
                continue
            for method in ("post", "put", "patch", "delete"):
                answer = getattr(inside, method)(route.filled(clara.id))
                assert answer.status_code == 403, f"{method} {route.path}: {answer.status_code}"
                asked_for += 1
        assert asked_for > 80
        assert counts(acme) == before

    def test_it_says_so_in_words(self, inside: Any):
        page = inside.post("/deposit/", {"amount": "10"})
        assert page.status_code == 403
        assert "nothing was changed" in page.content.decode()
        assert "You look, and do not act" in page.content.decode()

    def test_the_api_says_so_too(self, acme: Any, clara: Any, inside: Any):
        answer = inside.post("/api/v1/deposits", "{}", content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
        assert inside.get("/api/v1/trading-accounts").status_code == 200

    @pytest.mark.parametrize(
        "path",
        ["/account/password/change/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/email/"],
    )
    def test_pages_about_the_log_in_are_not_even_seen(self, inside: Any, path: str):
        assert inside.get(f"/account/{path}").status_code == 403

    def test_a_partner_cannot_be_paid_out(self, acme: Any, sam: User, browse: Any):
        with tenancy.entered(acme):
            iris = family.partner("Iris")
        portal = browse(acme, "ib")
        portal.get(asked(browse(acme, "staff", sam), f"/partners/{iris.id}/portal/"))
        assert portal.post("/payouts/", {"amount": "1.00", "destination": "IBAN"}).status_code == 403
        with tenancy.entered(acme):
            assert not Withdrawal.objects.exists()


def counts(acme: Any) -> tuple[int, ...]:
    with tenancy.entered(acme):
        tables = (User, Deposit, Withdrawal, Movement, Change)
        return tuple(model.objects.count() for model in tables)


class TestTheEnd:
    def test_by_the_button(self, acme: Any, inside: Any):
        answer = inside.post("/visit/end/")
        assert (answer.status_code, answer["Location"]) == (302, "/visit/over/?why=left")
        assert "You left the portal" in inside.get(answer["Location"]).content.decode()
        assert "/account/login/" in inside.get("/history/")["Location"]
        assert visit_of(acme).ended_because == "left"

    def test_by_logging_out(self, acme: Any, inside: Any):
        assert inside.post("/account/logout/")["Location"] == "/visit/over/?why=left"
        assert visit_of(acme).ended_because == "left"

    def test_by_itself(self, acme: Any, inside: Any):
        with time_machine.travel(clock.now() + timedelta(minutes=14, seconds=50)):
            assert inside.get("/history/").status_code == 200
        with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
            assert inside.get("/history/").status_code == 302
            assert "Clara" not in inside.get("/history/", follow=True).content.decode()

    def test_a_session_that_was_made_to_last_does_not(self, acme: Any, inside: Any):
        """Not the cookie decides, but the visit."""
        with tenancy.entered(acme):
            from django.contrib.sessions.models import Session

            Session.objects.update(expire_date=clock.now() + timedelta(days=9))
        with time_machine.travel(clock.now() + timedelta(minutes=16)):
            assert inside.get("/history/")["Location"].startswith(
                ("/visit/over/?why=time", "/account/login/")
            )

    def test_with_the_roles_end(self, acme: Any, sam: User, inside: Any):
        with tenancy.entered(acme):
            member = Member.objects.get(user=sam)
            Appointment.objects.filter(member=member).update(active_to=clock.now())
        assert inside.get("/history/")["Location"] == "/visit/over/?why=authority"
        assert visit_of(acme).ended_because == "authority"

    def test_when_the_permission_is_taken_from_the_role(self, acme: Any, clara: Any, browse: Any):
        with tenancy.entered(acme):
            from tenants.staff.models import Role

            role = Role.objects.create(
                name="Helpers", permissions=["clients.view", "clients.impersonate"], scopes=["all"]
            )
            helper = people.staff("Hilda", "Helpers")
        portal = browse(acme, "client")
        portal.get(asked(browse(acme, "staff", helper), f"/clients/{clara.id}/portal/"))
        assert portal.get("/history/").status_code == 200
        with tenancy.entered(acme):
            Role.objects.filter(id=role.id).update(permissions=["clients.view"])
        assert portal.get("/history/")["Location"] == "/visit/over/?why=authority"

    def test_when_the_colleague_is_locked_out(self, acme: Any, sam: User, inside: Any):
        with tenancy.entered(acme):
            User.objects.filter(id=sam.id).update(is_active=False)
        assert inside.get("/history/")["Location"] == "/visit/over/?why=authority"

    def test_a_part_of_a_page_leads_the_whole_page_out(self, acme: Any, sam: User, inside: Any):
        with tenancy.entered(acme):
            User.objects.filter(id=sam.id).update(is_active=False)
        answer = inside.get("/history/", headers={"HX-Request": "true"})
        assert answer["HX-Redirect"] == "/visit/over/?why=authority"

    def test_an_ended_one_cannot_be_asked_again_for_the_same_session(self, acme: Any, inside: Any):
        with tenancy.entered(acme):
            visits.end(visit_id=visit_of(acme).id, because="left")
        assert inside.get("/history/")["Location"] == "/visit/over/?why=ended"


class TestTheTrace:
    def test_who_acts_is_the_colleague_on_behalf_of_the_owner(
        self, acme: Any, clara: Any, sam: User, inside: Any
    ):
        """Were there a change on the way, it would say so: the visit's own end is one."""
        inside.post("/visit/end/")
        with tenancy.entered(acme):
            said = Change.objects.filter(table_name="identity_visit", op="update").latest("at")
        assert said.after["ended_because"] == "left"

    def test_the_actor_inside(
        self, acme: Any, clara: Any, sam: User, inside: Any, monkeypatch: pytest.MonkeyPatch
    ):
        seen = []
        from atrium.kernel import actor
        from portals.client_portal.profile import views

        honest = views._facts
        monkeypatch.setattr(views, "_facts", lambda *given: (seen.append(actor.current()), honest(*given))[1])
        inside.get("/profile/")
        (who,) = seen
        assert (who.kind, who.id, who.label, who.surface) == ("staff", str(sam.id), "Sam", "client")
        assert (who.on_behalf_of, who.on_behalf_of_id) == ("Clara", str(clara.user_id))
        assert who.reason == "cannot find her deposit"

    def test_it_stands_in_the_clients_timeline(self, acme: Any, clara: Any, link: str):
        with tenancy.entered(acme):
            said = TimelineEntry.objects.get(verb="visit.asked", subject_id=clara.id)
        assert "Sam asked to see the portal as Clara does: cannot find her deposit" in said.text

    def test_the_owner_sees_who_was_there_and_not_why(self, acme: Any, clara: Any, inside: Any, browse: Any):
        page = browse(acme, "client", clara.user).get("/visit/").content.decode()
        assert "Sam" in page
        assert "cannot find her deposit" not in page

    def test_a_link_that_nobody_followed_is_no_visit_to_the_owner(
        self, acme: Any, clara: Any, link: str, browse: Any
    ):
        assert "Nobody looked" in browse(acme, "client", clara.user).get("/visit/").content.decode()

    def test_nobody_sees_anybody_elses(self, acme: Any, inside: Any, browse: Any):
        with tenancy.entered(acme):
            other = family.client("Carl")
        assert "Nobody looked" in browse(acme, "client", other.user).get("/visit/").content.decode()


def test_an_owner_without_a_visit_pays_no_query_for_it(acme: Any, clara: Any, browse: Any):
    portal = browse(acme, "client", clara.user)
    with CaptureQueriesContext(connection) as queries:
        portal.get("/visit/over/")
    assert not [query for query in queries if "identity_visit" in query["sql"]]


def test_staff_are_not_visited(acme: Any, sam: User, db: None):
    with tenancy.entered(acme), pytest.raises(NotFound):
        visits.ask(by=sam, to=people.staff("Rita", "Administrator"), reason="x", minutes=5)
