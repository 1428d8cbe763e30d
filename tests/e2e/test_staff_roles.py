"""Sockets and rights in a browser: nothing is missed, and nothing is seen after a right has ended."""

from typing import Any

from playwright.sync_api import expect

from atrium.kernel import tenancy
from tenants.leads.services import create_lead
from tenants.staff.models import Member, Role
from tenants.staff.rules import Content
from tenants.staff.services import appoint, create_desk, create_role, end_appointment, end_membership
from tests.e2e.axe import violations
from tests.e2e.browser import PHONE
from tests.e2e.conftest import PASSWORD
from tests.e2e.desk import Desk
from tests.e2e.site import Site
from tests.portals import people


def _colleague(acme: Any, name: str, role: str) -> Member:
    with tenancy.entered(acme):
        user = people.staff(name, role, password=PASSWORD, desk="Sales desk")
        return Member.objects.get(user=user)


def _arrive(acme: Any, name: str) -> None:
    with tenancy.entered(acme):
        create_lead(name=name, email=f"{name.lower().replace(' ', '.')}@example.com", country="CY")


def test_what_happens_between_the_page_and_its_socket_is_shown(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    came: list[str] = []

    def late(route: Any) -> None:
        """The page is made; before its script runs, a lead comes."""
        if not came:
            _arrive(acme, "Bettina Between")
            came.append("once")
        route.continue_()

    page.route("**/atrium/app*.js", late)
    page.goto(site.url(acme, "staff", "/leads/"))
    expect(page.locator("#leads-rows")).to_contain_text("Bettina Between")
    assert came == ["once"]


def test_what_happens_while_the_line_is_away_is_lost_without_fetching_and_caught_up_with_it(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", "/leads/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    page.evaluate("window.notReloaded = true")
    fetched: list[str] = []

    def refuse(route: Any) -> None:
        if "x-atrium-live" not in route.request.headers:
            return route.continue_()
        fetched.append(route.request.url)
        return route.abort()

    page.route("**/leads/", refuse)
    site.stop_web()
    expect(page.locator("#live-bar")).to_be_visible()
    _arrive(acme, "Gordon Gone")
    site.start_web()
    expect(page.locator("body")).to_have_attribute("data-live", "on", timeout=20_000)
    expect(page.locator("#live-bar")).to_be_hidden()
    assert fetched or page.wait_for_event("requestfailed", timeout=10_000)
    expect(page.locator("#leads-rows")).not_to_contain_text("Gordon Gone")
    page.unroute("**/leads/")
    expect(page.locator("#leads-rows")).to_contain_text("Gordon Gone", timeout=20_000)
    assert page.evaluate("window.notReloaded") is True


def test_a_part_in_which_one_works_is_fetched_when_one_has_left_it(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", "/leads/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    page.wait_for_load_state("networkidle")
    row = page.locator("#leads-rows tr").last
    row.focus()
    site.stop_web()
    expect(page.locator("#live-bar")).to_be_visible()
    _arrive(acme, "Paula Patient")
    site.start_web()
    expect(page.locator("body")).to_have_attribute("data-live", "on", timeout=20_000)
    expect(row).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("#leads-rows")).to_contain_text("Paula Patient", timeout=20_000)


def test_a_page_says_that_access_has_ended_and_shows_nothing_more(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    leaving = _colleague(acme, "Leo", "Sales manager")
    page = open_page()
    log_in(page, acme, "staff", "leo@acme.example")
    page.goto(site.url(acme, "staff", "/leads/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    expect(page.locator("#leads-rows tr").first).to_be_visible()
    with tenancy.entered(acme):
        end_membership(leaving)
    expect(page.get_by_text("Your access has ended")).to_be_visible()
    expect(page.locator("#leads-rows")).to_have_count(0)
    shoot(page, "staff-access-ended")
    page.goto(site.url(acme, "staff", "/leads/"))
    expect(page.locator("#leads-rows")).to_have_count(0)


def test_a_page_becomes_another_when_its_readers_rights_do(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    changing = _colleague(acme, "Cora", "Sales manager")
    page = open_page()
    log_in(page, acme, "staff", "cora@acme.example")
    page.goto(site.url(acme, "staff", "/"))
    rail = page.locator(".at-rail nav")
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    expect(rail).to_contain_text("Partners")
    expect(rail).not_to_contain_text("Finance")
    with tenancy.entered(acme):
        first = changing.appointments.get()
        appoint(member=changing, role=Role.objects.get(name="Finance"))
        end_appointment(first)
    expect(rail).to_contain_text("Finance")
    expect(rail).not_to_contain_text("Leads")


def test_the_settings_of_people_are_managed_by_keyboard_and_without_findings(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    log_in(page, acme, "staff", desk.rita)
    with tenancy.entered(acme):
        sam = Member.objects.get(user__email=desk.sam)
        role = Role.objects.get(name="Sales")
        home = sam.desk_id
    pages = {
        "staff": "/settings/staff/",
        "staff-member": f"/settings/staff/{sam.id}/",
        "roles": "/settings/roles/",
        "role": f"/settings/roles/{role.id}/",
        "desks": "/settings/desks/",
        "desk": f"/desks/{home}/",
        "settings": "/settings/",
    }
    for name, path in pages.items():
        page.goto(site.url(acme, "staff", path))
        assert violations(page) == [], name
        shoot(page, f"staff-settings-{name}")
    page.set_viewport_size(PHONE)
    for name, path in pages.items():
        page.goto(site.url(acme, "staff", path))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is wider than a phone"
        shoot(page, f"staff-settings-{name}-phone")


def test_a_role_is_changed_after_its_changes_were_shown(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    with tenancy.entered(acme):
        role = create_role(name="Night shift", content=Content(frozenset({"leads.view"}), frozenset({"own"})))
    page = open_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", f"/settings/roles/{role.id}/"))
    page.get_by_label("Find a permission").fill("devices")
    expect(page.get_by_label("See leads in scope")).to_be_hidden()
    page.get_by_label("See log-ins and devices").check()
    page.get_by_label("Phone numbers").select_option("hidden")
    expect(page.locator("#role-preview")).to_contain_text("•••••")
    page.get_by_role("button", name="Look at the changes").press("Enter")
    looked = page.locator(".at-card", has_text="What this changes")
    expect(looked).to_contain_text("See log-ins and devices")
    expect(looked).to_contain_text("Phone numbers: hidden")
    shoot(page, "staff-settings-role-changes")
    page.get_by_role("button", name="Save these changes").click()
    expect(page.locator(".at-toasts")).to_contain_text("Saved")
    with tenancy.entered(acme):
        role.refresh_from_db()
        assert (role.permissions, role.masks, role.version) == (
            ["leads.view", "clients.devices"],
            {"phone": "hidden"},
            2,
        )


def test_a_desk_is_dragged_onto_another(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    with tenancy.entered(acme):
        east, west = (create_desk(name=name, kind="sales") for name in ("East side", "West side"))
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", "/settings/desks/"))
    page.locator(f"#desk-{west.id} td").first.drag_to(page.locator(f"#desk-{east.id} td").first)
    expect(page.locator(".at-toasts")).to_contain_text("West side")
    with tenancy.entered(acme):
        west.refresh_from_db()
        assert west.parent_id == east.id
