"""The life of a lead in a real browser: taken from the pool, spoken to, edited, merged, handed over; and the rules behind it."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from atrium.kernel import tenancy
from tenants.leads.models import Lead
from tenants.leads.services import assign_lead, create_lead, save_assignment_rule
from tenants.staff.models import Desk as StaffDesk
from tenants.staff.models import Member
from tenants.staff.services import add_member, open_desk
from tests.e2e.axe import violations
from tests.e2e.conftest import PASSWORD
from tests.e2e.desk import Desk
from tests.e2e.site import Site


@dataclass(frozen=True)
class Cast:
    mia: str
    ana: str
    ben: str
    desk: StaffDesk


@pytest.fixture(scope="module")
def cast(site: Site, desk: Desk) -> Cast:
    """A Vienna desk with its pool: Mia leads sales, Ana and Ben sell."""
    from tests.ground import tenants

    with tenancy.entered(tenants()["acme"]):
        vienna = open_desk(name="Vienna")
        people = {"Mia Moser": "Sales manager", "Ana Auer": "Sales", "Ben Bauer": "Sales"}
        for name, role in people.items():
            email = f"{name.split(maxsplit=1)[0].lower()}@vienna.example"
            add_member(email=email, name=name, role=role, desk="Vienna", password=PASSWORD)
    return Cast("mia@vienna.example", "ana@vienna.example", "ben@vienna.example", vienna)


def pooled(acme: tenancy.Tenant, cast: Cast, name: str, **facts: Any) -> Lead:
    with tenancy.entered(acme):
        facts.setdefault("email", f"{name.split(maxsplit=1)[0].lower()}@pool.example")
        lead = create_lead(name=name, country="AT", **facts)
        return assign_lead(lead_id=lead.id, desk=cast.desk, reason="For Vienna")


def given(acme: tenancy.Tenant, owner: str, name: str, **facts: Any) -> Lead:
    with tenancy.entered(acme):
        member = Member.objects.get(user__email=owner)
        return create_lead(name=name, country="AT", assign_to=member, **facts)


def now(acme: tenancy.Tenant, lead: Lead) -> Lead:
    with tenancy.entered(acme):
        return Lead.objects.select_related("assigned_to__user").get(id=lead.id)


def test_of_two_who_take_a_lead_one_gets_it_and_the_other_reads_who(
    site: Site, acme: Any, cast: Cast, open_page: Any, log_in: Any, shoot: Any
) -> None:
    lead = pooled(acme, cast, "Paula Pool", phone="+43 1 234 5678")
    ana, ben = open_page(), open_page()
    for page, email in ((ana, cast.ana), (ben, cast.ben)):
        log_in(page, acme, "staff", email)
        page.goto(site.url(acme, "staff", "/leads/pool/"))
        expect(page.get_by_role("button", name="Take Paula Pool")).to_be_visible()
    shoot(ana, "staff-pool")
    ben.evaluate("window.stop && document.querySelectorAll('[ws-connect]').forEach((one) => one.remove())")

    ana.get_by_role("button", name="Take Paula Pool").click()
    expect(ana.locator(".at-toast").last).to_contain_text("Paula Pool is yours now.")
    expect(ana.locator(f"#pool-{lead.id}")).to_have_count(0)

    button = ben.get_by_role("button", name="Take Paula Pool")
    if button.count():  # the row had not left Ben's screen yet
        button.click()
        expect(ben.locator(".at-toast").last).to_contain_text("Ana Auer has Paula Pool now")
    assert str(now(acme, lead).assigned_to) == "Ana Auer"


def test_a_lead_is_worked_by_keyboard_alone(
    site: Site, acme: Any, cast: Cast, open_page: Any, log_in: Any, shoot: Any
) -> None:
    lead = given(acme, cast.ana, "Kurt Key", email="kurt@key.example", phone="+43 1 234 5678")
    page = open_page()
    log_in(page, acme, "staff", cast.ana)
    page.goto(site.url(acme, "staff", f"/leads/{lead.id}/"))
    expect(page.get_by_role("heading", name="Kurt Key")).to_be_visible()
    expect(page.locator(f"#lead-{lead.id}-panel")).to_contain_text("Protected for 6 days")
    shoot(page, "staff-lead", full=True)

    page.keyboard.press("c")
    page.get_by_label("What was said").fill("Wants a demo")
    page.get_by_label("What was said").press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#lead-{lead.id}-panel")).to_contain_text("Call: Wants a demo")

    page.keyboard.press("e")
    drawer = page.locator("#drawer-body")
    drawer.get_by_label("Name").fill("Kurt Keyes")
    drawer.get_by_label("Name").press("Enter")
    expect(page.locator(".at-toast").last).to_contain_text("Profile saved.")
    expect(page.locator(f"#lead-{lead.id}-panel")).to_contain_text("Kurt Keyes")
    assert now(acme, lead).name == "Kurt Keyes"


def test_over_somebody_elses_change_both_versions_are_shown_and_nothing_is_lost(
    site: Site, acme: Any, cast: Cast, open_page: Any, log_in: Any, shoot: Any
) -> None:
    lead = given(acme, cast.ana, "Stella Stale", email="stella@stale.example")
    page = open_page()
    log_in(page, acme, "staff", cast.ana)
    page.goto(site.url(acme, "staff", f"/leads/{lead.id}/edit/"))
    with tenancy.entered(acme):
        Lead.objects.filter(id=lead.id).update(name="Stella Other")
    page.get_by_role("textbox", name="Name").fill("Stella Mine")
    page.get_by_role("button", name="Save profile").click()
    expect(page.locator(".at-stale")).to_contain_text("Stella Other")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Stella Mine")
    shoot(page, "staff-lead-stale")
    page.get_by_role("button", name="Save profile").click()
    expect(page.locator(".at-toast").last).to_contain_text("Profile saved.")
    assert now(acme, lead).name == "Stella Mine"


def test_two_are_compared_made_one_and_made_two_again(
    site: Site, acme: Any, cast: Cast, open_page: Any, log_in: Any, shoot: Any
) -> None:
    keep = given(acme, cast.ana, "Doris Double", email="doris@double.example")
    drop = given(acme, cast.ben, "Doris M. Double", email="doris@double.example", phone="+43 1 555 1234")
    page = open_page()
    log_in(page, acme, "staff", cast.mia)
    page.goto(site.url(acme, "staff", f"/leads/{keep.id}/"))
    page.get_by_role("link", name="Compare").first.click()
    expect(page.get_by_role("heading", name="One person?")).to_be_visible()
    shoot(page, "staff-merge", full=True)
    page.get_by_text("Doris M. Double").first.click()
    page.get_by_role("button", name=re.compile(r"Merge \d+ into \d+")).click()
    expect(page.get_by_role("heading", name="Doris M. Double")).to_be_visible()
    assert now(acme, drop).merged_into_id == keep.id

    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".at-toast").last).to_contain_text("They are two again.")
    assert now(acme, drop).merged_into_id is None
    assert now(acme, keep).name == "Doris Double"


def test_what_somebody_has_goes_to_others_and_comes_back(
    site: Site, acme: Any, cast: Cast, open_page: Any, log_in: Any, shoot: Any
) -> None:
    with tenancy.entered(acme):
        gone = add_member(email="gustav@vienna.example", name="Gustav Gone", role="Sales", desk="Vienna")
    leads = [given(acme, gone.user.email, f"Heir {at}", email=f"heir{at}@heir.example") for at in range(3)]
    page = open_page()
    log_in(page, acme, "staff", cast.mia)
    page.goto(site.url(acme, "staff", "/leads/handovers/"))
    page.locator("tr", has_text="Gustav Gone").get_by_role("link", name="Hand over").click()
    page.get_by_label(re.compile("Ana Auer")).check()
    page.get_by_label(re.compile("Ben Bauer")).check()
    page.get_by_label("Handover note").fill("All speak German")
    shoot(page, "staff-handover", full=True)
    page.get_by_role("button", name="Hand over 3 leads and clients").click()
    expect(page.locator("#handover-state")).to_contain_text("Done")
    assert {str(now(acme, lead).assigned_to) for lead in leads} == {"Ana Auer", "Ben Bauer"}

    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#handover-state")).to_contain_text("Taken back")
    assert {str(now(acme, lead).assigned_to) for lead in leads} == {"Gustav Gone"}


def test_rules_are_tried_before_they_count_and_scores_shown_before_they_are_saved(
    site: Site, acme: Any, cast: Cast, open_page: Any, log_in: Any, shoot: Any
) -> None:
    with tenancy.entered(acme):
        spain = {"field": "country", "is": "ES"}
        save_assignment_rule(name="Spain", condition=spain, gives="pool", desk=cast.desk)
    page = open_page()
    log_in(page, acme, "staff", cast.mia)
    page.goto(site.url(acme, "staff", "/settings/leads/"))
    page.get_by_role("textbox", name="Phone").fill("+34 612 34 56 78")
    page.get_by_role("button", name="Try").click()
    expect(page.locator("#trial")).to_contain_text("Rule “Spain” (Country is ES): pool of Vienna")
    shoot(page, "staff-assignment-rules", full=True)

    page.goto(site.url(acme, "staff", "/settings/leads/scoring/new/"))
    page.get_by_role("textbox", name="Name").fill("From Austria")
    page.get_by_label("Field").first.select_option("country")
    page.get_by_label("Value").first.fill("AT")
    page.get_by_role("spinbutton", name="Points").fill("30")
    page.get_by_role("spinbutton", name="Points").press("Tab")
    expect(page.locator("#score-preview")).to_contain_text("With this rule")
    shoot(page, "staff-scoring-rule", full=True)


PAGES = (
    "/leads/pool/",
    "/leads/new/",
    "/leads/register/",
    "/leads/duplicates/",
    "/leads/handovers/",
    "/settings/leads/",
    "/settings/leads/new/",
    "/settings/leads/protection/",
    "/settings/leads/scoring/",
    "/settings/leads/scoring/new/",
    "/settings/leads/sources/",
)


def _own_pages(acme: tenancy.Tenant, cast: Cast) -> list[str]:
    one = given(acme, cast.ana, "Nadia Narrow", email="nadia@narrow.example", phone="+43 1 234 9999")
    two = given(acme, cast.ben, "Nadia Narrow", email="nadia@narrow.example")
    with tenancy.entered(acme):
        ana = Member.objects.get(user__email=cast.ana)
    return [
        f"/leads/{one.id}/",
        f"/leads/{one.id}/edit/",
        f"/leads/{one.id}/assign/",
        f"/leads/{one.id}/convert/",
        f"/leads/{one.id}/merge/{two.id}/",
        f"/leads/handovers/of/{ana.id}/",
        *PAGES,
    ]


def test_every_page_fits_a_phone(site: Site, acme: Any, cast: Cast, open_page: Any, log_in: Any) -> None:
    page: Page = open_page(phone=True)
    log_in(page, acme, "staff", cast.mia)
    for path in _own_pages(acme, cast):
        page.goto(site.url(acme, "staff", path))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_axe_finds_nothing_serious(site: Site, acme: Any, cast: Cast, open_page: Any, log_in: Any) -> None:
    page = open_page()
    log_in(page, acme, "staff", cast.mia)
    for path in _own_pages(acme, cast):
        page.goto(site.url(acme, "staff", path))
        assert violations(page) == [], path
