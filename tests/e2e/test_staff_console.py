"""A day at the desk, in a browser."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from atrium.kernel import tenancy
from atrium.kernel.ids import new_id
from tenants.approvals.services import ask
from tenants.leads.services import create_lead
from tenants.staff.services import add_member
from tests.e2e.conftest import PASSWORD


@pytest.fixture(scope="module")
def sam(site: Any) -> str:
    """Sam of sales, who takes leads; Rita, who decides; both of Acme."""
    from tests.ground import tenants

    with tenancy.entered(tenants()["acme"]):
        add_member(
            email="sam@acme.example",
            name="Sam Sales",
            role="Sales manager",
            desk="Sales desk",
            password=PASSWORD,
        )
        add_member(email="rita@acme.example", name="Rita Risk", role="Administrator", password=PASSWORD)
        for number in range(1, 6):
            create_lead(
                name=f"Lena Lead {number}",
                email=f"lena{number}@example.com",
                country="CY",
                phone="+35722123456",
            )
    return "sam@acme.example"


def test_a_new_lead_appears_on_the_open_list_without_reload(
    site: Any, acme: Any, sam: str, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", sam)
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
    site: Any, acme: Any, sam: str, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", sam)
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


def test_the_keyboard_goes_everywhere(site: Any, acme: Any, sam: str, open_page: Any, log_in: Any) -> None:
    page = open_page()
    log_in(page, acme, "staff", sam)
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
    site: Any, acme: Any, sam: str, open_page: Any, log_in: Any, shoot: Any
) -> None:
    from tenants.identity.models import User

    with tenancy.entered(acme):
        rita = User.objects.get(email="rita@acme.example", realm="staff")
        asked = ask(kind="test", subject_id=new_id(), title="Payout of 25.00 USD to Iris", facts={"destination": "bank"},
                    permission="payouts.approve", requested_by=rita.id)  # fmt: skip
    page = open_page()
    log_in(page, acme, "staff", "rita@acme.example")
    page.goto(site.url(acme, "staff", f"/approvals/{asked.id}/"))
    expect(page.get_by_text("You asked for this yourself")).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    shoot(page, "staff-approval-own")

    other = open_page()
    _log_in_as_finn(acme, other, log_in)
    other.goto(site.url(acme, "staff", "/approvals/"))
    expect(other.locator("#count-approvals")).to_have_text("1")
    other.locator("tr[data-row]").first.click()
    other.locator("#drawer").get_by_role("button", name="Approve").click()
    expect(other.locator("#toasts")).to_contain_text("Approved: Payout of 25.00 USD to Iris")
    expect(page.locator("#count-approvals")).to_have_text("0")


def _log_in_as_finn(acme: Any, page: Any, log_in: Any) -> None:
    with tenancy.entered(acme):
        add_member(email="finn@acme.example", name="Finn Finance", role="Administrator", password=PASSWORD)
    log_in(page, acme, "staff", "finn@acme.example")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/leads/",
        "/leads/new/",
        "/clients/",
        "/approvals/",
        "/settings/brand/",
        "/settings/staff/",
        "/_components",
    ],
)
def test_every_page_fits_a_phone(
    site: Any, acme: Any, sam: str, open_page: Any, log_in: Any, path: str
) -> None:
    page = open_page(phone=True)
    log_in(page, acme, "staff", "rita@acme.example")
    page.goto(site.url(acme, "staff", path))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(".at-bottom")).to_be_visible()


def test_the_brand_editor_says_what_it_corrects(
    site: Any, acme: Any, sam: str, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", "rita@acme.example")
    page.goto(site.url(acme, "staff", "/settings/brand/"))
    page.get_by_label("Main colour").fill("#ffe14d")
    expect(page.locator("#contrast")).to_contain_text(
        re.compile(r"#ffe14d has a contrast of 1\.\d where 4\.5 is needed")
    )
    shoot(page, "staff-brand")
