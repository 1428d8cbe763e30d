"""How the console looks: on a phone, in the dark, in other colours, to a screen reader."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import violations
from tests.e2e.desk import Desk
from tests.e2e.site import Site

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
