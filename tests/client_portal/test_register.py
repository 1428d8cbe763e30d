"""Registering: one form makes a lead, a client and a log-in, or nothing at all."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from atrium.kernel import tenancy
from tenants.clients.models import Client
from tenants.ibs import services as ibs
from tenants.ibs.models import Click, Referral
from tenants.identity.models import User
from tenants.leads.models import Lead
from tenants.messaging.selectors import newest_mails
from tenants.outbox.models import Event
from tenants.staff.services import add_member
from tests.client_portal.conftest import CLARA, PASSWORD, portal_of
from tests.ibs.people import family

Register = Callable[..., Any]


def test_registering_makes_a_lead_a_client_and_a_log_in(in_acme: Any, register: Register) -> None:
    answer = register()
    assert answer.status_code == 302, answer.context["form"].errors
    client = Client.objects.select_related("lead", "user").get(user__email="clara@example.com")
    assert (client.lead.name, client.lead.phone, client.lead.country) == (
        "Clara Client",
        "+34612345678",
        "ES",
    )
    assert (client.currency, client.user.realm, client.kyc_level) == ("USD", "client", 0)
    assert client.user.check_password(PASSWORD)


def test_the_lead_is_assigned_by_rule_and_announced(in_acme: Any, register: Register) -> None:
    add_member(email="sam@acme.example", name="Sam Sales", role="Sales", desk="Sales desk", takes_leads=True)
    register()
    lead = Lead.objects.get(email="clara@example.com")
    assert lead.assigned_to is not None
    assert "open leads" in lead.assigned_because
    kinds = set(Event.objects.filter(payload__lead_id=str(lead.id)).values_list("kind", flat=True))
    assert kinds == {"lead.created", "lead.assigned", "client.registered"}


def test_the_currency_is_the_brokers(db: None, borealis: Any) -> None:
    portal_of(borealis).post("/register/", CLARA)
    with tenancy.entered(borealis):
        assert Client.objects.get().currency == "EUR"


def test_without_confirming_the_address_nobody_gets_in(in_acme: Any, acme: Any, register: Register) -> None:
    register()
    portal = portal_of(acme)
    answer = portal.post("/account/login/", {"login": "clara@example.com", "password": PASSWORD})
    assert answer.status_code == 302
    assert "confirm-email" in answer["Location"]
    assert portal.get("/").status_code == 302, "still nobody"


def test_the_letter_confirms_the_address_and_opens_the_door(
    in_acme: Any, acme: Any, register: Register
) -> None:
    portal = portal_of(acme)
    register(portal=portal)
    link = re.search(r"http://\S+/account/confirm-email/\S+", newest_mails(1)[0].body)
    assert link, newest_mails(1)[0].body
    assert newest_mails(1)[0].subject == "Acme Markets: Confirm your e-mail address"
    assert "client:" not in newest_mails(1)[0].body, "the hidden log-in stays hidden"
    portal.get(urlsplit(link.group()).path)
    home = portal.get("/")
    assert home.status_code == 200
    assert "Clara" in home.content.decode()


def test_a_partners_link_is_kept_until_registration(in_acme: Any, acme: Any, register: Register) -> None:
    portal = portal_of(acme)
    answer = portal.get("/r/IRIS7?utm_source=blog")
    assert answer["Location"] == "/register/?utm_source=blog"
    register("/register/?utm_source=blog", portal=portal)
    lead = Lead.objects.get(email="clara@example.com")
    assert (lead.referral_code, lead.campaign) == ("IRIS7", {"utm_source": "blog"})


def test_a_code_that_cannot_be_one_is_forgotten(in_acme: Any, acme: Any, register: Register) -> None:
    portal = portal_of(acme)
    portal.get("/r/%3Cscript%3E")
    register(portal=portal)
    assert Lead.objects.get(email="clara@example.com").referral_code == ""


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("phone", "12345", "Write it like +34"),
        ("phone", "not a number", "Write it like +34"),
        ("password1", "short", "at least 10"),
        ("name", "C", "as in your passport"),
        ("country", "XX", "Choose the country"),
        ("email", "clara", "clara@example.com"),
    ],
)
def test_a_wrong_field_says_its_cure_and_nothing_is_made(
    in_acme: Any, register: Register, field: str, value: str, says: str
) -> None:
    answer = register(**{field: value})
    assert says in str(answer.context["form"].errors[field])
    assert not User.objects.filter(realm="client").exists()
    assert not Lead.objects.exists()


def test_an_address_that_is_known_is_told_by_letter_only(in_acme: Any, acme: Any, register: Register) -> None:
    first = register()
    cache.clear()  # one letter a minute to one address
    second = register(name="Somebody Else")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Lead.objects.count() == Client.objects.count() == 1
    assert newest_mails(1)[0].subject == "Acme Markets: You are registered already"
    assert newest_mails(1)[0].to == ["clara@example.com"]


def test_the_stock_address_of_registration_leads_here(in_acme: Any, acme: Any) -> None:
    answer = portal_of(acme).get("/account/signup/?next=/money/")
    assert answer["Location"] == "/register/?next=/money/"
    assert portal_of(acme).post("/account/signup/", CLARA).status_code == 302
    assert not User.objects.filter(realm="client").exists()


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


class TestPartnersLinks:
    @pytest.fixture
    def portal(self, in_acme: Any, acme: Any) -> Any:
        portal = portal_of(acme)
        portal.defaults["HTTP_USER_AGENT"] = FIREFOX
        return portal

    def test_a_link_is_remembered_by_this_host_alone_and_for_its_window(self, portal: Any) -> None:
        people = family()
        answer = portal.get(f"/r/{people.ida.code}?utm_source=blog")
        assert (answer.status_code, answer["Location"]) == (302, "/register/?utm_source=blog")
        cookie = answer.cookies["atrium_referral"]
        assert (cookie["domain"], cookie["httponly"], cookie["max-age"]) == ("", True, 30 * 86_400)
        assert Click.objects.get().channel == "blog"

    def test_who_registers_after_two_links_is_the_last_ones_and_staff_can_read_why(
        self, portal: Any, register: Register
    ) -> None:
        people = family()
        portal.get(f"/r/{people.zoe.code}")
        portal.get(f"/r/{people.ida.code}")
        assert "invitation" in portal.get("/register/").content.decode()
        register(portal=portal)
        row = Referral.objects.get()
        assert (row.partner, row.how) == (people.ida, "last")
        assert len(row.considered) == 2
        assert Lead.objects.get(email="clara@example.com").referral_code == people.ida.code

    def test_a_code_typed_by_hand_beats_the_cookie(self, portal: Any, register: Register) -> None:
        people = family()
        portal.get(f"/r/{people.zoe.code}")
        register(portal=portal, partner_code=people.ida.code.upper())
        row = Referral.objects.get()
        assert (row.partner, row.how) == (people.ida, "typed")

    def test_a_typed_code_of_nobody_is_said_and_nothing_is_made(
        self, portal: Any, register: Register
    ) -> None:
        answer = register(portal=portal, partner_code="NOBODY")
        assert "Nobody has this code" in str(answer.context["form"].errors["partner_code"])
        assert not Lead.objects.exists()

    def test_an_address_with_ref_fills_the_field(self, portal: Any) -> None:
        assert 'value="IRIS7"' in portal.get("/register/?ref=IRIS7").content.decode()

    def test_a_cookie_that_we_did_not_sign_is_nothing(self, portal: Any, register: Register) -> None:
        people = family()
        portal.cookies["atrium_referral"] = people.ida.code
        register(portal=portal)
        assert not Referral.objects.exists()
        assert Lead.objects.get(email="clara@example.com").referral_code == ""

    def test_a_neighbours_cookie_is_nothing(self, portal: Any, borealis: Any, register: Register) -> None:
        people = family()
        other = portal_of(borealis)
        other.get(f"/r/{people.ida.code}")
        portal.cookies["atrium_referral"] = other.cookies["atrium_referral"].value
        register(portal=portal)
        assert not Referral.objects.exists()

    def test_a_banner_is_a_picture_for_everybody(self, portal: Any) -> None:
        png = (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
            + (300).to_bytes(4, "big")
            + (250).to_bytes(4, "big")
            + b"\x08"
        )
        promo = ibs.add_promo(title="Spring", language="en", picture=png)
        answer = portal.get(f"/b/{promo.id}")
        assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", png)
        words = ibs.add_promo(title="Words", language="en", words="Trade with us.")
        assert portal.get(f"/b/{words.id}").status_code == 404
