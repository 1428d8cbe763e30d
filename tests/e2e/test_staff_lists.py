"""Lists by keyboard alone: filter, columns, views, selection, drawer, search; and nothing that axe objects to."""

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from atrium.kernel import tenancy
from tenants.insight import services as insight
from tenants.lists.models import View
from tests.e2e.axe import violations
from tests.e2e.desk import Desk


@pytest.fixture
def leads(site: Any, acme: Any, desk: Desk, open_page: Any, log_in: Any) -> Any:
    with tenancy.entered(acme):
        insight.rebuild()
    page = open_page()
    page.set_viewport_size({"width": 1440, "height": 900})
    log_in(page, acme, "staff", desk.sam)
    page.goto(site.url(acme, "staff", "/leads/"))
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    return page


def names(page: Any) -> list[str]:
    return page.locator("#leads-rows .at-main-cell").all_inner_texts()


def document_in(url: str) -> Any:
    return json.loads(parse_qs(urlsplit(url).query)["f"][0])


def test_a_filter_is_made_by_keyboard_and_stands_in_the_address(leads: Any, shoot: Any) -> None:
    leads.keyboard.press("f")
    dialog = leads.locator("#listing-filter")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-part=field]")).to_be_focused()
    leads.keyboard.type("Country")
    leads.keyboard.press("Tab")
    leads.keyboard.press("Tab")
    leads.keyboard.type("Italy")
    shoot(leads, "staff-list-filter")
    assert violations(leads) == []
    dialog.get_by_role("button", name="Show rows").press("Enter")
    expect(leads.locator(".at-chip")).to_have_text(re.compile("Country is Italy"))
    assert document_in(leads.url) == {"all": [{"field": "country", "is": "IT"}]}
    assert names(leads) == ["Marco Bianchi"]
    leads.reload()
    assert names(leads) == ["Marco Bianchi"]
    leads.locator(".at-chip a").press("Enter")
    expect(leads.locator(".at-chip")).to_have_count(0)
    assert len(names(leads)) > 3


def test_a_head_sorts_and_back_goes_to_the_order_before(leads: Any) -> None:
    leads.locator("th[data-col=name] a").press("Enter")
    expect(leads.locator("th[data-col=name]")).to_have_attribute("aria-sort", "ascending")
    assert names(leads) == sorted(names(leads), key=str.casefold)
    leads.locator("th[data-col=name] a").press("Enter")
    expect(leads.locator("th[data-col=name]")).to_have_attribute("aria-sort", "descending")
    leads.go_back()
    expect(leads.locator("th[data-col=name]")).to_have_attribute("aria-sort", "ascending")


def test_columns_are_chosen_and_kept(leads: Any, shoot: Any) -> None:
    leads.keyboard.press("c")
    dialog = leads.locator("#listing-columns")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Phone", exact=True).press("Space")
    shoot(leads, "staff-list-columns")
    dialog.get_by_role("button", name="Move Phone up").press("Enter")
    dialog.get_by_role("button", name="Show these columns").press("Enter")
    expect(leads.locator("th[data-col=phone]")).to_be_visible()
    leads.wait_for_load_state()  # a whole page came: keys are heard once it is there
    leads.keyboard.press("c")
    leads.locator("#listing-columns").get_by_role("button", name="The usual ones").press("Enter")
    expect(leads.locator("th[data-col=phone]")).to_have_count(0)


def test_a_view_is_saved_opened_and_deleted(leads: Any, site: Any, acme: Any, shoot: Any) -> None:
    leads.goto(site.url(acme, "staff", '/leads/?f={"all":[{"field":"country","is":"CZ"}]}&s=name'))
    leads.keyboard.press("v")
    leads.get_by_role("button", name="Save this view").press("Enter")
    dialog = leads.locator("#listing-save")
    dialog.get_by_label("Name").fill("Czech leads")
    dialog.get_by_role("button", name="Save").press("Enter")
    expect(leads.locator(".at-view-name")).to_have_text("Czech leads")
    assert names(leads) == ["Pavel Novák"]
    leads.keyboard.press("v")
    shoot(leads, "staff-list-views")
    leads.goto(site.url(acme, "staff", "/lists/"))
    expect(leads.locator("main")).to_contain_text("Country is Czechia")
    shoot(leads, "staff-views-and-segments")
    assert violations(leads) == []
    leads.get_by_role("button", name="Delete").first.press("Enter")
    expect(leads.locator("main")).not_to_contain_text("Czech leads")


def test_a_view_is_shared_with_the_roles_that_the_dialog_offers_once_open(
    leads: Any, acme: Any, shoot: Any
) -> None:
    expect(leads.locator("#save-audience")).to_have_count(0)
    leads.keyboard.press("v")
    leads.get_by_role("button", name="Save this view").press("Enter")
    dialog = leads.locator("#listing-save")
    dialog.get_by_label("Name").fill("For the desk")
    expect(dialog.get_by_label("Compliance")).to_be_hidden()
    dialog.get_by_label("Who sees it").select_option("roles")
    dialog.get_by_label("Compliance").check()
    shoot(leads, "staff-list-share")
    assert violations(leads) == []
    dialog.get_by_role("button", name="Save").press("Enter")
    expect(leads.locator(".at-view-name")).to_have_text("For the desk")
    with tenancy.entered(acme):
        kept = View.objects.get(name="For the desk")
        assert (kept.audience, kept.audience_ids) == ("roles", ["Compliance"])
        kept.delete()


def test_rows_are_selected_with_x_and_stay_so(leads: Any, shoot: Any) -> None:
    leads.keyboard.press("j")
    leads.keyboard.press("x")
    leads.keyboard.press("j")
    leads.keyboard.press("x")
    bar = leads.locator("[data-bulk]")
    expect(bar).to_contain_text("2 selected")
    shoot(leads, "staff-list-selected")
    assert violations(leads) == []
    leads.keyboard.press("x")
    expect(bar).to_contain_text("1 selected")
    bar.get_by_role("button", name="Select none").press("Enter")
    expect(bar).to_be_hidden()


def test_a_row_opens_in_the_drawer_and_the_list_keeps_its_place(leads: Any) -> None:
    leads.keyboard.press("j")
    leads.keyboard.press("o")
    expect(leads.locator("#drawer")).to_be_visible()
    leads.keyboard.press("Escape")
    expect(leads.locator("#leads-rows tr:focus")).to_have_count(1)


def test_the_slash_finds_people_from_any_page(leads: Any, site: Any, acme: Any, shoot: Any) -> None:
    leads.goto(site.url(acme, "staff", "/settings/"))
    leads.keyboard.press("/")
    dialog = leads.locator("#search")
    expect(dialog.locator("input")).to_be_focused()
    leads.keyboard.type("pavel nov")
    expect(dialog.locator("[role=option]")).to_have_count(1)
    expect(dialog.locator("[role=option]")).to_have_attribute("aria-selected", "true")
    shoot(leads, "staff-search")
    assert violations(leads) == []
    leads.keyboard.press("Enter")
    leads.wait_for_url("**/leads/*/")
    leads.keyboard.press("/")
    leads.keyboard.type("zzzz")
    expect(dialog).to_contain_text("Nothing fits")
    leads.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_on_a_phone_rows_are_cards_and_nothing_is_wider_than_the_screen(
    site: Any, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page(phone=True)
    log_in(page, acme, "staff", desk.sam)
    for path in ("/leads/", "/clients/", "/partners/", "/lists/"):
        page.goto(site.url(acme, "staff", path))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.goto(site.url(acme, "staff", "/leads/"))
    shoot(page, "staff-leads-phone")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#listing-filter [data-part=field]")).to_be_visible()
    shoot(page, "staff-filter-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
