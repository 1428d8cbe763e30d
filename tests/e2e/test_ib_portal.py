"""A partner's day in a browser: rebates appear as deals close, each amount is explained, a payout is asked for."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from atrium.kernel import clock, tenancy
from atrium.kernel.money import Money
from tenants.connections.services import create_connection
from tenants.rebates import services
from tests.e2e.conftest import PASSWORD
from tests.ibs.people import Family, client, family
from tests.payments.money_out import IBAN, house_bank
from tests.payments.shop import place_of
from tests.rebates.market import account, deal

IVAN = "ivan@partners.example"
PATHS = ["/", "/rebates/", "/clients/", "/tree/", "/payouts/", "/payouts/destinations/", "/conditions/"]


@pytest.fixture(scope="module")
def people(site: Any) -> Family:
    """Iris → Ivan → Ida, who brought Clara; Carl and Cora are Ivan's own. Three weeks of deals."""
    from tests.ground import tenants

    with tenancy.entered(tenants()["acme"]):
        cast = family()
        for partner in (cast.iris, cast.ivan, cast.ida):
            partner.user.set_password(PASSWORD)
            partner.user.save()
            partner.user.emailaddress_set.update(verified=True)
        create_connection(
            kind="psp",
            vendor="stripe",
            label="Cards",
            credentials={"secret_key": "sk_test_x", "webhook_secret": "whsec_x"},
        )
        traders = [cast.clara, client("Carl Casper", cast.ivan), client("Cora Castell", cast.ivan)]
        trade(traders)
    return cast


def trade(traders: list[Any]) -> None:
    batch, now = uuid.uuid4(), clock.now()
    for number, trader in enumerate(traders):
        of = account(trader)
        for day in range(21):
            lots = str(1 + (day * 7 + number * 3) % 5 * 0.5)
            deal(
                of,
                batch=batch,
                lots=lots,
                at=now - timedelta(days=day, minutes=5 + number),
                symbol="EURUSD" if day % 3 else "USDJPY",
            )
    services.accrue(batch_id=batch)


@pytest.fixture
def ivan(site: Any, acme: Any, people: Family, open_page: Any, log_in: Any) -> Any:
    page = open_page()
    log_in(page, acme, "ib", IVAN)
    return page


def test_a_deal_shows_on_the_dashboard_and_in_the_list_without_reload(
    site: Any, acme: Any, people: Family, ivan: Any, open_page: Any, log_in: Any, shoot: Any
) -> None:
    expect(ivan.locator("body")).to_have_attribute("data-live", "on")
    before = ivan.locator("#fig-today").inner_text()
    ivan.evaluate("window.notReloaded = true")
    other = open_page()
    log_in(other, acme, "ib", IVAN)
    other.goto(site.url(acme, "ib", "/rebates/"))
    expect(other.locator("body")).to_have_attribute("data-live", "on")
    other.evaluate("window.notReloaded = true")

    batch = uuid.uuid4()
    with tenancy.entered(acme):
        deal(account(people.clara), batch=batch, lots="7.77", at=clock.now())
        services.accrue(batch_id=batch)

    expect(other.locator("#rebates-rows tr").first).to_contain_text("7.77")
    expect(other.locator("#rebates-rows tr").first).to_contain_text("31.08")
    expect(ivan.locator("#newest-rows tr").first).to_contain_text("7.77")
    expect(ivan.locator("#fig-today")).not_to_have_text(before)
    assert ivan.evaluate("window.notReloaded") is True
    assert other.evaluate("window.notReloaded") is True
    shoot(ivan, "ib-dashboard", full=True)
    shoot(other, "ib-rebates")


def test_an_amount_opens_its_explanation(site: Any, acme: Any, people: Family, ivan: Any, shoot: Any) -> None:
    ivan.goto(site.url(acme, "ib", "/rebates/"))
    row = ivan.locator("#rebates-rows tr", has_text="C…").first
    row.locator("a[data-row-link]").click()
    drawer = ivan.locator("#drawer")
    expect(drawer).to_contain_text("Your level")
    expect(drawer).to_contain_text("Which plan applies")
    expect(drawer.locator(".at-chart-canvas canvas")).to_be_visible()
    assert "Iris" not in drawer.inner_text()
    shoot(ivan, "ib-explanation")
    ivan.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def test_the_list_is_filtered_without_losing_the_page(
    site: Any, acme: Any, people: Family, ivan: Any
) -> None:
    ivan.goto(site.url(acme, "ib", "/rebates/"))
    expect(ivan.locator("body")).to_have_attribute("data-live", "on")
    ivan.wait_for_load_state("networkidle")  # the list is fetched once more when the socket opens
    ivan.locator("select[name=symbol]").select_option("USDJPY")
    expect(ivan.locator("#rebates-rows tr", has_text="EURUSD")).to_have_count(0)
    expect(ivan.locator("#rebates-rows tr", has_text="USDJPY").first).to_be_visible()
    assert "symbol=USDJPY" in ivan.url


def test_the_link_can_be_copied_and_scanned(site: Any, acme: Any, people: Family, ivan: Any) -> None:
    ivan.goto(site.url(acme, "ib"))
    expect(ivan.get_by_role("textbox", name="Your link")).to_have_value(
        site.url(acme, "client", f"/r/{people.ivan.code}")
    )
    picture = ivan.get_by_alt_text("Your link as a QR code")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")


def test_the_tree_is_a_picture_whose_branches_are_opened(
    site: Any, acme: Any, people: Family, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page()
    log_in(page, acme, "ib", "iris@partners.example")
    page.goto(site.url(acme, "ib", "/tree/"))
    expect(page.locator(".at-chart-canvas canvas")).to_be_visible()
    expect(page.locator(".at-tree")).to_contain_text("Ivan")
    expect(page.locator(".at-tree")).not_to_contain_text("Ida")
    page.get_by_label("Below Ivan").click()
    expect(page.locator(".at-tree")).to_contain_text("Ida")
    shoot(page, "ib-tree")


def test_a_payout_is_asked_for_and_its_state_changes_by_itself(
    site: Any, acme: Any, people: Family, ivan: Any, shoot: Any
) -> None:
    from tenants.approvals.services import decide
    from tenants.payments.models import Withdrawal
    from tenants.staff.services import add_member

    with tenancy.entered(acme):
        house_bank()
        place = place_of(people.ivan, IBAN, kind="bank")
    ivan.goto(site.url(acme, "ib", "/payouts/"))
    ivan.get_by_label("Amount").fill("9999999")
    ivan.get_by_label("Where to").select_option(str(place.id))
    ivan.get_by_role("button", name="Ask for payout").click()
    expect(ivan.locator("#id_amount_error")).to_be_visible()
    expect(ivan.get_by_label("Where to")).to_have_value(str(place.id))
    ivan.get_by_label("Amount").fill("50.00")
    ivan.get_by_role("button", name="Ask for payout").click()
    expect(ivan.locator("#toasts")).to_contain_text("You asked for 50.00 USD")
    row = ivan.locator("#payouts-rows tr").first
    expect(row).to_contain_text("Waiting for approval")
    shoot(ivan, "ib-payouts")

    expect(ivan.locator("body")).to_have_attribute("data-live", "on")
    with tenancy.entered(acme):
        payout = Withdrawal.objects.get(party_id=people.ivan.id)
        assert payout.money == Money.of("50.00", "USD")
        rhea = add_member(email="rhea@ib.example", name="Rhea Risk", role="Administrator").user
        decide(approval_id=payout.approval_id, by=rhea.id, outcome="refused", note="Wrong account")
    expect(row).to_contain_text("Rejected")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_fits_a_phone(
    site: Any, acme: Any, people: Family, open_page: Any, log_in: Any, shoot: Any, path: str
) -> None:
    page = open_page(phone=True)
    log_in(page, acme, "ib", IVAN)
    page.goto(site.url(acme, "ib", path))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(".at-bottom")).to_be_visible()
    shoot(page, f"ib-phone-{path.strip('/').replace('/', '-') or 'dashboard'}", full=True)


def test_conditions_stand_in_a_table(site: Any, acme: Any, people: Family, ivan: Any, shoot: Any) -> None:
    for path in ("/conditions/", "/clients/"):
        ivan.goto(site.url(acme, "ib", path))
        shoot(ivan, f"ib-{path.strip('/')}")
    ivan.goto(site.url(acme, "ib", "/conditions/"))
    expect(ivan.locator("body")).to_contain_text("10.00 USD a lot")
    expect(ivan.locator("body")).not_to_contain_text("2.00 USD a lot")
