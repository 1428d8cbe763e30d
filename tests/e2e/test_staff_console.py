"""A day at the desk, in a browser."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import expect

from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from tenants.approvals.services import ask
from tenants.identity.models import User
from tenants.leads.services import create_lead
from tenants.outbox.services import announce
from tests.e2e.axe import violations
from tests.e2e.conftest import PASSWORD
from tests.e2e.site import Site
from tests.ground import tenants
from tests.ibs.people import Family
from tests.portals import people


@dataclass(frozen=True)
class Desk:
    """Sam of sales, who takes leads; Rita, who decides; leads; a family of partners whose client Clara trades."""

    sam: str
    rita: str
    family: Family


@pytest.fixture(scope="module")
def desk(site: Site) -> Desk:
    with tenancy.entered(tenants()["acme"]):
        for name, role in (("Sam", "Sales manager"), ("Rita", "Administrator"), ("Finn", "Administrator")):
            people.staff(name, role, password=PASSWORD, desk="Sales desk")
        for name, country in (
            ("Lena Larsen", "DK"),
            ("Marco Bianchi", "IT"),
            ("Noor Haddad", "AE"),
            ("Pavel Novák", "CZ"),
        ):
            create_lead(
                name=name,
                email=f"{name.split()[0].lower()}@example.com",
                country=country,
                phone="+35722123456",
            )
        family = people.family_with_deals(3)
        people.paid_in(family.clara, 50_000)
    return Desk("sam@acme.example", "rita@acme.example", family)


def test_a_new_lead_appears_on_the_open_list_without_reload(
    site: Any, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", "/leads/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    page.evaluate("window.notReloaded = true")

    with tenancy.entered(acme):
        create_lead(name="Nora New", email="nora@example.com", country="ES")

    row = page.locator("#leads-rows tr", has_text="Nora New")
    expect(row).to_be_visible()
    expect(row).to_contain_text("Spain")
    assert page.evaluate("window.notReloaded") is True
    shoot(page, "staff-leads")


def test_a_row_opens_a_drawer_and_escape_goes_back_to_it(
    site: Any, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", "/leads/"))
    page.keyboard.press("j")
    page.keyboard.press("o")
    drawer = page.locator("#drawer")
    expect(drawer).to_be_visible()
    expect(drawer.locator(".at-timeline")).to_contain_text("Lead by")
    shoot(page, "staff-lead-drawer")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.locator("tr[data-row]:focus")).to_have_count(1)


def test_the_keyboard_goes_everywhere(site: Any, acme: Any, desk: Desk, open_page: Any, log_in: Any) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/clients/")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("[data-search]").blur()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type("appro")
    page.keyboard.press("Enter")
    page.wait_for_url("**/approvals/")


def test_the_one_who_asked_cannot_decide_and_somebody_else_can(
    site: Any, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    with tenancy.entered(acme):
        rita = User.objects.get(email=desk.rita, realm="staff")
        asked = ask(kind="test", subject_id=new_id(), title="Payout of 25.00 USD to Iris", facts={"destination": "bank"},
                    permission="payouts.approve", requested_by=rita.id)  # fmt: skip
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", f"/approvals/{asked.id}/"))
    expect(page.get_by_text("You asked for this yourself")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    shoot(page, "staff-approval-own")

    other = open_page()
    log_in(other, acme, "staff", "finn@acme.example")
    other.goto(site.url(acme, "staff", "/approvals/"))
    expect(other.locator("#count-approvals")).to_have_text("1")
    other.locator("tr[data-row]").first.click()
    other.locator("#drawer").get_by_role("button", name="Approve").click()
    expect(other.locator("#toasts")).to_contain_text("Approved: Payout of 25.00 USD to Iris")
    expect(page.locator("#count-approvals")).to_have_text("0")


NARROW = (
    "/", "/leads/", "/leads/new/", "/clients/", "/approvals/", "/finance/", "/finance/books/", "/partners/", "/partners/tree/",
    "/settings/brand/", "/settings/staff/", "/_components",
)  # fmt: skip


def test_every_page_fits_a_phone(site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any) -> None:
    page = open_page(phone=True)
    log_in(page, acme, "staff", desk.rita)
    for path in NARROW:
        page.goto(site.url(acme, "staff", path))
        expect(page.locator(".at-bottom")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_the_brand_editor_says_what_it_corrects(
    site: Any, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", "/settings/brand/"))
    page.get_by_label("Main colour").fill("#ffe14d")
    expect(page.locator("#contrast")).to_contain_text(
        re.compile(r"#ffe14d has a contrast of 1\.\d where 4\.5 is needed")
    )
    shoot(page, "staff-brand")


def test_a_client_card_and_a_partner_show_money_and_its_reasons(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    shoot(page, "staff-my-day")
    page.goto(site.url(acme, "staff", f"/clients/{desk.family.clara.id}/"))
    expect(page.locator("#client-wallet")).to_contain_text("500.00")
    shoot(page, "staff-client-card")
    page.goto(site.url(acme, "staff", "/partners/tree/"))
    expect(page.locator(".at-tree")).to_contain_text("Ida")
    expect(page.locator(".at-chart canvas")).to_be_visible()
    shoot(page, "staff-partner-tree")
    page.goto(site.url(acme, "staff", f"/partners/{desk.family.ida.id}/"))
    page.locator("#lines-rows tr").first.click()
    expect(page.locator("#drawer")).to_contain_text("How it was computed")
    shoot(page, "staff-rebate-explained")


def test_money_that_arrives_changes_the_open_card_without_reload(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    with tenancy.entered(acme):
        clara = desk.family.clara
        people.paid_in(clara, 100)
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", f"/clients/{clara.id}/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    page.evaluate("window.notReloaded = true")
    with tenancy.entered(acme), transaction.atomic():
        people.paid_in(clara, 12_345)
        announce("kyc.submitted", check_id="", client_id=str(clara.id))
    expect(page.locator("#client-movements")).to_contain_text("+123.45")
    assert page.evaluate("window.notReloaded") is True


def test_dark_and_narrow_look_like_the_same_house(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    dark = open_page()
    log_in(dark, acme, "staff", desk.rita)
    dark.locator("[data-theme-toggle]").first.click()
    expect(dark.locator("html")).to_have_attribute("data-bs-theme", "dark")
    dark.goto(site.url(acme, "staff", "/leads/"))
    expect(dark.locator("html")).to_have_attribute("data-bs-theme", "dark")
    shoot(dark, "staff-leads-dark")
    phone = open_page(phone=True)
    log_in(phone, acme, "staff", desk.rita)
    phone.goto(site.url(acme, "staff", "/leads/"))
    shoot(phone, "staff-leads-phone")
    phone.goto(site.url(acme, "staff", f"/clients/{desk.family.clara.id}/"))
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(phone, "staff-client-card-phone")


LOOKED_OVER = (
    "/",
    "/leads/",
    "/clients/",
    "/approvals/",
    "/finance/books/",
    "/partners/tree/",
    "/settings/brand/",
    "/_components",
)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_the_console(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, dark: bool
) -> None:
    page = open_page(dark=dark)
    log_in(page, acme, "staff", desk.rita)
    found = {}
    for path in LOOKED_OVER:
        page.goto(site.url(acme, "staff", path))
        found[path] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_new_rows_wait_behind_a_number_while_one_reads_further_down(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", "/leads/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    page.wait_for_load_state("networkidle")
    page.locator("#leads-rows tr").last.focus()
    with tenancy.entered(acme):
        create_lead(name="Wanda Waits", email="wanda@example.com", country="PL")
    bell = page.locator("[data-arrivals-for=leads-rows]")
    expect(bell).to_have_text(re.compile(r"1\s+new"))
    expect(page.locator("#leads-rows")).not_to_contain_text("Wanda Waits")
    bell.click()
    expect(page.locator("#leads-rows tr").first).to_contain_text("Wanda Waits")
    expect(bell).to_be_hidden()


def test_a_lost_line_is_told_and_what_happened_meanwhile_is_caught_up(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", "/leads/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    site.stop_web()
    expect(page.locator("#live-bar")).to_be_visible()
    with tenancy.entered(acme):
        create_lead(name="Milo Missed", email="milo@example.com", country="LT")
    site.start_web()
    expect(page.locator("#leads-rows")).to_contain_text("Milo Missed", timeout=20_000)
    expect(page.locator("#live-bar")).to_be_hidden()
