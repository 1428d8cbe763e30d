"""The plan editor in a browser: it examines while one types, shows a real deal, and saves what was written."""

import re
from typing import Any

from playwright.sync_api import expect

from atrium.kernel import tenancy
from tenants.rebates.models import Plan
from tests.e2e.axe import violations
from tests.e2e.desk import Desk
from tests.e2e.site import Site


def test_a_plan_is_written_with_its_faults_its_advice_and_a_real_deal_before_ones_eyes(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", "/partners/plans/"))
    page.get_by_role("link", name="New plan").click()
    page.wait_for_url("**/plans/new/**")  # whole: what is typed is heard
    page.get_by_label("Name").fill("Pips by rank")
    page.get_by_label("Code").fill("by-rank")
    verdict = page.locator("#plan-verdict")
    expect(verdict).to_contain_text("The engine reads this plan")

    # A fault stands at its field while one types, and goes when it is cured; nothing was reloaded.
    page.evaluate("window.notReloaded = true")
    first = page.get_by_label("Level 1", exact=True)
    first.fill("five")
    expect(page.locator("#f-distribution-rates-0-faults")).to_contain_text("must be a decimal")
    expect(verdict).to_contain_text("1 thing to put right")
    first.fill("1.5")
    expect(page.locator("#f-distribution-rates-0-faults")).to_be_hidden()

    # The example is a real deal, with the trace that partners see.
    expect(verdict).to_contain_text(re.compile(r"IB \d+"))
    expect(verdict).to_contain_text("Plan chosen")
    expect(verdict.locator(".at-plan-line").first).to_contain_text("1.5")
    first.fill("900")
    expect(verdict).to_contain_text("Negative margin")

    # Another distribution, rows more, another base.
    page.get_by_label("Distribution").select_option("gap")
    page.get_by_role("button", name="Add a rank").click()
    page.locator("[name='distribution.ranks{0}:key']").fill("0")
    page.locator("[name='distribution.ranks{0}']").fill("0.4")
    page.get_by_label("Base").select_option("pips")
    expect(verdict).to_contain_text("The engine reads this plan")
    expect(page.locator("[name='distribution.ranks{0}']")).to_have_value("0.4")
    assert page.evaluate("window.notReloaded")
    assert violations(page) == []
    shoot(page, "staff-plan-editor", full=True)

    page.get_by_role("button", name="Save draft").click()
    page.wait_for_url(lambda url: "/plans/new/" not in url)
    expect(page.get_by_role("heading", name="Pips by rank")).to_be_visible()
    with tenancy.entered(acme):
        plan = Plan.objects.get(code="by-rank")
    assert plan.status == "draft"
    assert plan.document == {"base": {"type": "pips"}, "distribution": {"kind": "gap", "ranks": {"0": "0.4"}}}
    assert violations(page) == []
    shoot(page, "staff-plan", full=True)


def test_on_a_phone_nothing_of_it_is_wider_than_the_screen(
    site: Site, acme: Any, desk: Desk, open_page: Any, log_in: Any
) -> None:
    page = open_page(phone=True)
    log_in(page, acme, "staff", desk.rita)
    page.goto(site.url(acme, "staff", "/partners/plans/new/"))
    expect(page.locator("#plan-verdict")).to_contain_text("The engine reads this plan")
    page.get_by_label("Distribution").select_option("override")
    page.locator("[name='distribution.qualify:on']").select_option("yes")
    expect(page.locator("[name='distribution.qualify.min_rank']")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
