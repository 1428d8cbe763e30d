"""What happens elsewhere changes the open page, without reload and without loss."""

import re
from typing import Any

from django.db import transaction
from playwright.sync_api import expect

from atrium.kernel import tenancy
from tenants.leads.services import create_lead
from tenants.outbox.services import announce
from tests.e2e.desk import Desk
from tests.e2e.site import Site
from tests.portals import people


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


def test_money_that_arrives_changes_the_open_card_without_reload(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    with tenancy.entered(acme):
        clara = desk.family.clara
        people.paid_in(clara, 100)
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", f"/clients/{clara.id}/money/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    page.evaluate("window.notReloaded = true")
    with tenancy.entered(acme), transaction.atomic():
        people.paid_in(clara, 12_345)
        announce("kyc.submitted", check_id="", client_id=str(clara.id))
    expect(page.locator("#client-movements")).to_contain_text("+123.45")
    assert page.evaluate("window.notReloaded") is True


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
