"""The audit in a browser: a change is found and read, a portal is seen as its owner does, and both fit a phone."""

from typing import Any

from playwright.sync_api import expect

from atrium.kernel import tenancy
from tenants.audit.models import Change
from tests.e2e.axe import violations
from tests.e2e.desk import Desk
from tests.e2e.site import Site
from tests.e2e.waiting import until


def _sealed(acme: Any) -> None:
    """The sealer runs every two seconds where beat does; here the room's own verb is asked."""
    from tenants.audit.services import seal_pending

    def done() -> bool:
        with tenancy.entered(acme):
            seal_pending()
            return not Change.objects.exists()

    until(done)


def test_a_change_is_found_and_read(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    _sealed(acme)
    page = open_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", "/audit/"))
    expect(page.get_by_role("heading", name="Audit", level=1)).to_be_visible()
    shoot(page, "staff-audit")
    page.locator("#audit-search").fill("Larsen")
    expect(page.locator("#audit")).to_contain_text("Lena Larsen")
    expect(page.locator("#audit")).not_to_contain_text("Pavel")
    lead = page.get_by_role("link", name="Lead", exact=True)
    page.locator("tr[data-row]").filter(has_text="Added").filter(has=lead).first.locator("td").last.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator(".at-diff")).to_contain_text("lena@example.com")
    shoot(page, "staff-audit-entry")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert violations(page) == []


def test_it_fits_a_phone(site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any) -> None:
    _sealed(acme)
    page = open_page(phone=True)
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", "/audit/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(page, "staff-audit-phone")
    page.goto(site.url(acme, "staff", page.locator("tr[data-row]").first.get_attribute("data-href")))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(page, "staff-audit-entry-phone")


def test_a_portal_is_seen_as_its_owner_does(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", f"/clients/{desk.family.clara.id}/portal/"))
    page.get_by_label("Why").fill("cannot find her deposit")
    shoot(page, "staff-visit-ask")
    page.get_by_role("button", name="Make the link").click()
    with page.expect_popup() as opening:
        page.get_by_role("link", name="Open the portal").click()
    portal = opening.value
    expect(portal.locator(".at-visit")).to_contain_text("You see this portal as Claire does. You are Rita")
    shoot(portal, "client-visit")
    portal.set_viewport_size({"width": 360, "height": 740})
    assert portal.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(portal, "client-visit-phone")
    portal.goto(site.url(acme, "client", "/account/password/change/"))
    expect(portal.locator("h1")).to_have_text("You look, and do not act")
    portal.get_by_role("button", name="End the visit").click()
    expect(portal.locator("h1")).to_have_text("The visit is over")
    portal.goto(site.url(acme, "client", "/"))
    expect(portal.locator(".at-visit")).to_have_count(0)
