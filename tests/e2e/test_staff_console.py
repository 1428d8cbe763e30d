"""A day at the desk, in a browser: drawers, keyboard, four eyes, money and its reasons."""

from typing import Any

from playwright.sync_api import expect

from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from tenants.approvals.selectors import waiting_for
from tenants.approvals.services import ask
from tenants.identity.models import User
from tests.e2e.desk import Desk
from tests.e2e.site import Site


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
    expect(page.locator("#search input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search")).to_be_hidden()
    expect(page.locator("#search input")).not_to_be_focused()  # else the next key would be written
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
        finn = User.objects.get(email="finn@acme.example", realm="staff")
        of_rita, of_finn = waiting_for(rita).count(), waiting_for(finn).count()
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
    expect(other.locator("#count-approvals")).to_have_text(str(of_finn + 1))
    other.locator(f"#approval-{asked.id}").click()
    other.locator("#drawer").get_by_role("button", name="Approve").click()
    expect(other.locator("#toasts")).to_contain_text("Approved: Payout of 25.00 USD to Iris")
    expect(page.locator("#count-approvals")).to_have_text(str(of_rita))


def test_a_client_card_and_a_partner_show_money_and_its_reasons(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    shoot(page, "staff-my-day")
    page.goto(site.url(acme, "staff", f"/clients/{desk.family.clara.id}/"))
    expect(page.locator("#tile-wallet")).to_contain_text("500.00")
    shoot(page, "staff-client-card")
    page.goto(site.url(acme, "staff", "/partners/tree/"))
    page.get_by_label("Below Ilse").click()
    page.get_by_label("Below Igor").click()
    expect(page.locator(".at-tree")).to_contain_text("Inga")
    expect(page.locator(".at-chart canvas")).to_be_visible()
    shoot(page, "staff-partner-tree")
    page.goto(site.url(acme, "staff", f"/partners/{desk.family.ida.id}/"))
    page.locator("#lines-rows tr").first.click()
    expect(page.locator("#drawer")).to_contain_text("How it was computed")
    shoot(page, "staff-rebate-explained")
