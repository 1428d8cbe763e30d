"""Approvals in a browser, by keyboard: a chain of two, an amendment, a live row, both versions of what was changed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.approvals import services
from tenants.approvals.models import Approval
from tenants.identity.models import User
from tests.e2e.axe import violations
from tests.e2e.conftest import PASSWORD
from tests.e2e.desk import Desk
from tests.e2e.site import Site
from tests.e2e.waiting import until
from tests.portals import people


@pytest.fixture(scope="module")
def fay(site: Site, desk: Desk) -> str:
    """Fay of finance: she asks for what others decide."""
    from tests.ground import tenants

    with tenancy.entered(tenants()["acme"]):
        if not User.objects.filter(email="fay@acme.example", realm="staff").exists():
            people.staff("Fay", "Finance", password=PASSWORD)
    return "fay@acme.example"


def asked(acme: Any, by: str, title: str, **changes: Any) -> Approval:
    with tenancy.entered(acme):
        given: dict[str, Any] = {
            "kind": "payout",
            "subject_id": new_id(),
            "title": title,
            "facts": {
                "partner": "7",
                "amount": "480.00 USD",
                "destination": "acct_Ilse",
                "provider": "stripe",
            },
            "permission": "payouts.approve",
            "requested_by": User.objects.get(email=by, realm="staff").id,
            "money": Money.of("480", "USD"),
        }
        return services.ask(**(given | changes))


def state(acme: Any, approval: Approval) -> str:
    with tenancy.entered(acme):
        return Approval.objects.get(id=approval.id).state


def test_by_keyboard_alone(
    site: Site, acme: Any, desk: Desk, fay: str, open_page: Any, log_in: Any, shoot: Any
) -> None:
    approval = asked(acme, fay, "Payout of 480.00 USD to Ilse")
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/approvals/")
    row = page.locator(f"#approval-{approval.id}")
    expect(row).to_be_visible()
    row.focus()
    page.keyboard.press("o")
    drawer = page.locator("#drawer")
    expect(drawer.get_by_role("button", name="Approve")).to_be_visible()
    expect(drawer).to_contain_text("acct_Ilse")
    shoot(page, "staff-approval-drawer")
    page.keyboard.press("r")
    expect(drawer.locator("[data-error]").first).to_contain_text("Say why it is refused")
    page.keyboard.press("a")
    expect(page.locator("#toasts")).to_contain_text("Approved: Payout of 480.00 USD to Ilse")
    expect(drawer).to_be_hidden()
    expect(row).to_have_count(0)
    assert state(acme, approval) == "approved"


def test_a_new_request_appears_and_goes_without_reload(
    site: Site, acme: Any, desk: Desk, fay: str, open_page: Any, log_in: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", "/approvals/"))
    expect(page.locator("body[data-live='on']")).to_be_visible()
    approval = asked(acme, fay, "Payout that comes live")
    row = page.locator(f"#approval-{approval.id}")
    expect(row).to_be_visible(timeout=20_000)
    before = int(page.locator("#count-approvals").inner_text() or "0")
    with tenancy.entered(acme):
        finn = User.objects.get(email="finn@acme.example", realm="staff")
        services.decide(approval_id=approval.id, by=finn.id, outcome="refused", note="No.")
    expect(row).to_have_count(0, timeout=20_000)
    until(lambda: int(page.locator("#count-approvals").inner_text() or "0") == before - 1)


def test_what_a_colleague_changed_meanwhile_is_shown_in_both_versions(
    site: Site, acme: Any, desk: Desk, fay: str, open_page: Any, log_in: Any, shoot: Any
) -> None:
    approval = asked(acme, fay, "Payout that is changed meanwhile")
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", f"/approvals/{approval.id}/"))
    page.get_by_label("Note").fill("Checked by phone.")
    with tenancy.entered(acme):
        finn = User.objects.get(email="finn@acme.example", realm="staff")
        services.amend(approval_id=approval.id, by=finn.id, money=Money.of("400", "USD"), note="Less")
    page.get_by_role("button", name="Approve").click()
    stale = page.locator(".at-stale")
    expect(stale).to_contain_text("480.00 USD")
    expect(stale).to_contain_text("400.00 USD")
    expect(page.get_by_label("Note")).to_have_value("Checked by phone.")
    shoot(page, "staff-approval-stale")
    assert state(acme, approval) == "pending"
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/approvals/")
    assert state(acme, approval) == "approved"


def test_who_changes_the_amount_leaves_the_decision_to_others(
    site: Site, acme: Any, desk: Desk, fay: str, open_page: Any, log_in: Any
) -> None:
    approval = asked(acme, fay, "Payout to change")
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", f"/approvals/{approval.id}/"))
    page.get_by_text("Change before approving").click()
    page.get_by_label("Amount in USD").fill("500")
    page.get_by_label("Why").fill("Agreed")
    page.get_by_role("button", name="Change the request").click()
    expect(page.get_by_text("It can be made less than 480.00 USD, not more")).to_be_visible()
    page.get_by_label("Amount in USD").fill("450")
    page.get_by_role("button", name="Change the request").click()
    expect(page.get_by_text("You changed what is asked for")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)


PAGES = (
    "/approvals/", "/approvals/?view=all", "/approvals/?view=decided", "/approvals/new/?q=Claire", "/approvals/delegations/",
    "/settings/approvals/", "/settings/approvals/payout/", "/settings/approvals/transfer/", "/settings/approvals/payout/chain/",
)  # fmt: skip


def test_the_pages_fit_a_phone_and_axe_finds_nothing_serious(
    site: Site, acme: Any, desk: Desk, fay: str, open_page: Any, log_in: Any
) -> None:
    approval = asked(acme, fay, "Payout to look at")
    phone, page = open_page(phone=True), open_page()
    log_in(phone, acme, "staff", desk.rita)
    log_in(page, acme, "staff", desk.rita)
    for path in (*PAGES, f"/approvals/{approval.id}/"):
        phone.goto(site.url(acme, "staff", path))
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360, path
        page.goto(site.url(acme, "staff", path))
        assert violations(page) == [], path
