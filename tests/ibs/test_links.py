"""Links bring clients: each click a row that knows nobody, each choice kept with its reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound
from tenants.clients.services import register_client
from tenants.ibs import selectors, services
from tenants.ibs.models import Click, ClientPartner, Partner, Referral
from tenants.ibs.services.clicks import MOST_A_DAY, Visit
from tenants.identity.services import create_user
from tests.ibs.people import Family, family, partner
from tests.ibs.policies import rules_of

pytestmark = pytest.mark.usefixtures("in_acme")
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def cast() -> Family:
    return family()


def visit(**more: Any) -> Visit:
    return Visit(**{"ip": "203.0.113.7", "agent": FIREFOX, **more})


def registered(name: str = "Carl", code: str = "") -> Any:
    user = create_user(realm="client", email=f"{name.lower()}@clients.example", name=name)
    return register_client(user=user, currency="USD", referral_code=code)


def test_a_link_has_a_code_that_nobody_else_has_in_any_case(cast: Family) -> None:
    link = services.add_link(partner_id=cast.iris.id, title="YouTube", code="Tube7")
    for taken in ("tube7", cast.zoe.code.upper()):
        with pytest.raises(Conflict) as refused:
            services.add_link(partner_id=cast.zoe.id, title="Mine", code=taken)
        assert refused.value.field == "code"
    with pytest.raises(Conflict):
        partner_with_code("TUBE7")
    made = services.add_link(partner_id=cast.iris.id, title="No code given")
    assert len(made.code) == 10
    source = selectors.source_of("TUBE7")
    assert source is not None
    assert (source.partner, source.link) == (cast.iris, link)


def partner_with_code(code: str) -> Partner:
    return services.create_partner(name="Otto", email="otto@partners.example", currency="USD", code=code)


def test_another_partners_link_does_not_exist(cast: Family) -> None:
    link = services.add_link(partner_id=cast.iris.id, title="YouTube")
    with pytest.raises(NotFound):
        selectors.link_for(cast.zoe, link.id)
    with pytest.raises(NotFound):
        services.change_link(
            partner_id=cast.zoe.id, link_id=link.id, title="Mine", landing_id=None, is_on=False
        )
    assert selectors.link_for(cast.iris, link.id).is_on


def test_a_click_is_written_without_address_and_browser(cast: Family) -> None:
    followed = services.follow(
        code=cast.ida.code.upper(), visit=visit(came_from="https://forum.example/t/1?u=clara", channel="blog")
    )
    assert followed is not None
    row = Click.objects.get(id=followed.click_id)
    assert (row.partner, row.link, row.code, row.kind) == (cast.ida, None, cast.ida.code, "fresh")
    assert (row.device, row.came_from, row.channel) == ("computer", "forum.example", "blog")
    kept = " ".join(str(value) for value in Click.objects.values_list().get())
    assert "203.0.113" not in kept
    assert "Firefox" not in kept
    assert (followed.landing, followed.window_days) == ("/register/", 30)


def test_the_same_visitor_is_told_from_a_new_one_and_from_a_program(cast: Family) -> None:
    seen = [
        services.follow(code=cast.ida.code, visit=one)
        for one in (
            visit(),
            visit(),
            visit(ip="203.0.113.8"),
            visit(agent="Googlebot/2.1"),
            visit(purpose="prefetch"),
        )
    ]
    assert [one.kind for one in seen if one] == ["fresh", "repeat", "fresh", "bot", "bot"]
    totals = selectors.totals_of(cast.ida, since=clock.now() - timedelta(days=1))
    assert (totals.clicks, totals.visitors, totals.programs) == (3, 2, 2)


def test_a_visitor_fills_no_table(cast: Family) -> None:
    for _ in range(MOST_A_DAY + 3):
        services.follow(code=cast.ida.code, visit=visit())
    assert Click.objects.count() == MOST_A_DAY
    assert services.follow(code=cast.zoe.code, visit=visit()) is not None
    assert Click.objects.count() == MOST_A_DAY + 1


def test_nobodys_code_and_a_link_switched_off_lead_to_nobody(cast: Family) -> None:
    link = services.add_link(partner_id=cast.ida.id, title="Old", code="old")
    services.change_link(partner_id=cast.ida.id, link_id=link.id, title="Old", landing_id=None, is_on=False)
    assert services.follow(code="old", visit=visit()) is None
    assert services.follow(code="nobody", visit=visit()) is None
    assert not Click.objects.exists()


def test_a_click_is_never_changed_or_removed(cast: Family) -> None:
    services.follow(code=cast.ida.code, visit=visit())
    for change in (lambda: Click.objects.update(kind="bot"), lambda: Click.objects.all().delete()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change()
    assert Click.objects.get().kind == "fresh"


def test_a_link_leads_where_it_was_told_and_only_to_pages_of_the_broker(cast: Family) -> None:
    page = services.save_landing(title="Webinar", target="https://www.acme.example/webinar")
    link = services.add_link(partner_id=cast.ida.id, title="Webinar", code="web", landing_id=page.id)
    followed = services.follow(code="web", visit=visit())
    assert followed is not None
    assert (followed.landing, followed.source.link) == ("https://www.acme.example/webinar", link)
    for wrong in (
        "//evil.example",
        "http://evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "/a b",
        "",
    ):
        with pytest.raises(InvalidInput):
            services.save_landing(title="Wrong", target=wrong)


def test_the_programmes_window_and_page_are_its_partners(cast: Family) -> None:
    page = services.save_landing(title="Academy", target="/register/?from=academy")
    academy = services.save_programme(code="academy", title="Academy", window_days=90, landing_id=page.id)
    services.join_programme(partner_id=cast.ida.id, programme_id=academy.id)
    followed = services.follow(code=cast.ida.code, visit=visit())
    assert followed is not None
    assert (followed.window_days, followed.landing) == (90, "/register/?from=academy")


def test_the_choice_at_registration_is_kept_with_its_reason_and_attributes(cast: Family) -> None:
    link = services.add_link(partner_id=cast.ida.id, title="YouTube", code="tube")
    first, last = (services.follow(code=code, visit=visit()) for code in (cast.zoe.code, "tube"))
    assert first is not None
    assert last is not None
    touches = [(one.source.code, one.at, one.window_days, one.click_id) for one in (first, last)]
    choice, known = services.choose_referral(typed="", touches=touches)
    carl = registered(code=choice.code)
    services.note_referral(client_id=carl.id, choice=choice, touches=known)
    services.take_referral(client_id=carl.id, code=choice.code)
    services.take_referral(client_id=carl.id, code=cast.zoe.code)
    row = selectors.referral_of(carl.id)
    assert row is not None
    assert (row.partner, row.link, row.click_id, row.how) == (cast.ida, link, last.click_id, "last")
    assert row.reason.startswith("The last of 2 clicks within its window: “tube”")
    assert [one["code"] for one in row.considered] == [cast.zoe.code, "tube"]
    assert ClientPartner.objects.get(client=carl).partner == cast.ida
    totals = selectors.totals_by_link(cast.ida, since=clock.now() - timedelta(days=1))[link.id]
    assert (totals.visitors, totals.registered, totals.funded, totals.rate) == (1, 1, 0, 100)


def test_first_click_wins_where_the_broker_says_so(cast: Family) -> None:
    rules_of(click="first")
    touches = [
        (cast.ida.code, clock.now() - timedelta(days=2), 30, None),
        (cast.zoe.code, clock.now(), 30, None),
    ]
    choice, _ = services.choose_referral(typed="", touches=touches)
    assert (choice.how, choice.code) == ("first", cast.ida.code)


def test_a_code_of_an_import_attributes_and_nobody_is_nobodys(cast: Family) -> None:
    carl, dora = registered("Carl", cast.ida.code), registered("Dora", "nobody")
    services.take_referral(client_id=carl.id, code=cast.ida.code)
    services.take_referral(client_id=dora.id, code="nobody")
    assert Referral.objects.get().how == "code"
    assert ClientPartner.objects.get(client=carl).partner == cast.ida
    assert not ClientPartner.objects.filter(client=dora).exists()


def test_figures_of_links_ask_twice_however_many_links(cast: Family, django_assert_num_queries: Any) -> None:
    for number in range(12):
        services.add_link(partner_id=cast.ida.id, title=f"Link {number}", code=f"l{number}")
        services.follow(code=f"l{number}", visit=visit(ip=f"203.0.113.{number}"))
    with django_assert_num_queries(2):
        assert len(selectors.totals_by_link(cast.ida, since=clock.now() - timedelta(days=1))) == 12


def test_promo_material_is_found_by_language_and_size() -> None:
    png = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (300).to_bytes(4, "big") + (250).to_bytes(4, "big") + b"\x08"
    )
    banner = services.add_promo(title="Spring", language="en", picture=png)
    services.add_promo(title="Primavera", language="es", words="Opera con nosotros.")
    assert [one.title for one in selectors.promo(language="en", size="300x250")] == ["Spring"]
    assert [one.title for one in selectors.promo(language="es")] == ["Primavera"]
    services.switch_promo(promo_id=banner.id, is_on=False)
    assert not selectors.promo(language="en").exists()
    with pytest.raises(InvalidInput):
        services.add_promo(title="Nothing", language="en")


def test_a_partner_under_nobody_has_its_own_window(cast: Family) -> None:
    assert selectors.window_of(partner("Otto")) == 30
