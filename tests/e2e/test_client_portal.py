"""A client's first day, in a browser: register, confirm, open, deposit, transfer, on a screen and on a phone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from atrium.kernel import tenancy
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.connections.services import change_credentials, create_connection, open_psp
from tenants.kyc.services import decide_check, submit_check
from tenants.payments.services import start_deposit
from tenants.trading.services import open_trading_account
from tests.client_portal.conftest import PASSWORD as CLIENT_PASSWORD
from tests.client_portal.conftest import fund, make_client
from tests.contracts.psp_process import PspProcess, start
from tests.e2e.axe import violations
from tests.e2e.site import Site
from tests.ground import tenants
from tests.portals import people
from tests.simulators.mt5.process import Mt5Process, allow
from tests.trading import floor as floors

PAGES = (
    "/",
    "/accounts/",
    "/accounts/new",
    "/deposit/",
    "/destinations/",
    "/transfer/",
    "/history/",
    "/verification/",
    "/profile/",
    "/account/2fa/",
    "/account/password/change/",
)


@dataclass(frozen=True)
class Broker:
    """Acme with the simulated trading server and payment provider, and Petra, a client with money and accounts."""

    floor: floors.Floor
    petra: Client
    rita: Any


@pytest.fixture(scope="module")
def providers(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Mt5Process, PspProcess]]:
    """At the two ports that the running product is allowed to call."""
    allow(f"127.0.0.1:{site.psp_port}")
    mt5 = Mt5Process(tmp_path_factory.mktemp("mt5"), port=site.mt5_port).start()
    psp = start(tmp_path_factory.mktemp("psp"), site.psp_port)
    yield mt5, psp
    psp.stop()
    mt5.stop()


@pytest.fixture(scope="module")
def broker(site: Site, providers: tuple[Mt5Process, PspProcess]) -> Broker:
    mt5, psp = providers
    with tenancy.entered(tenants()["acme"]):
        floor = floors.furnish(mt5)
        _connect(psp, site)
        petra = make_client("Petra Client", "petra@example.com")
        fund(petra, Money.of("500", "USD"))
        for product in (floor.demo, floor.live):
            open_trading_account(client=petra, product=product, key=f"petra-{product.kind}")
        rita = people.staff("Rhoda", "Administrator", desk="Sales desk")
    return Broker(floor, petra, rita)


def _connect(psp: PspProcess, site: Site) -> None:
    card = create_connection(
        kind="psp",
        vendor="stripe",
        label="Card",
        credentials={"secret_key": "sk_test_browser_acme_0001", "base_url": psp.url},
    )
    adapter = open_psp(card.id)
    door = adapter.open_webhook(f"http://api.acme.localhost:{site.port}/webhooks/psp/{card.public_key}/")
    adapter.close()
    change_credentials(connection_id=card.id, credentials={"webhook_secret": door.secret})


@pytest.fixture
def as_petra(site: Site, acme: Any, broker: Broker, log_in: Any) -> Any:
    def go(page: Page) -> Page:
        log_in(page, acme, "client", "petra@example.com", CLIENT_PASSWORD)
        return page

    return go


def test_a_persons_first_day(site: Site, acme: Any, broker: Broker, open_page: Any, shoot: Any) -> None:
    page: Page = open_page()
    page.goto(site.url(acme, "client", "/register/"))
    shoot(page, "client-register")
    _register(page)
    page.goto(site.url(acme, "client", "/_mail/"))
    page.get_by_role("link", name=re.compile("confirm-email")).first.click()
    expect(page.get_by_text("Try it with a demo account")).to_be_visible()

    page.get_by_role("link", name="Open a demo account").first.click()
    page.get_by_role("button", name="Open demo account").click()
    expect(page.get_by_text("Write the password down now")).to_be_visible()
    page.goto(site.url(acme, "client", "/accounts/new"))
    page.get_by_role("button", name="Open live account").click()
    expect(page.get_by_role("heading", name="Your account is open")).to_be_visible()

    page.get_by_role("link", name="Deposit", exact=True).last.click()
    page.get_by_label("Amount").fill("500")
    shoot(page, "client-deposit")
    page.get_by_role("button", name="Continue to payment").click()
    _pay(page)
    expect(page.get_by_text("Your money has arrived")).to_be_visible(timeout=20_000)

    page.get_by_role("link", name="Transfer", exact=True).last.click()
    page.get_by_label("Amount").fill("300")
    page.get_by_role("button", name="Transfer").click()
    expect(page.get_by_text("are in trading account")).to_be_visible()
    page.goto(site.url(acme, "client", "/"))
    expect(page.locator(".at-hero-number")).to_contain_text("500.00")
    expect(page.locator("#worth")).to_contain_text("300.00")
    shoot(page, "client-home")


def test_a_deposit_tells_each_of_its_states_without_reload(
    site: Site,
    acme: Any,
    broker: Broker,
    providers: tuple[Mt5Process, PspProcess],
    as_petra: Any,
    open_page: Any,
) -> None:
    """Waiting, then arrived, looked at by a person, or not completed: as the provider tells it, on the page that stays open."""
    psp = providers[1]
    page: Page = as_petra(open_page())

    def wrong(reference: str) -> None:
        psp.plan("wrong_amount", amount=4_000)
        psp.pay(reference)

    def expire(reference: str) -> None:
        key = {"Authorization": "Bearer sk_test_browser_acme_0001"}
        psp.http.post(f"/v1/checkout/sessions/{reference}/expire", headers=key).raise_for_status()

    ends = (
        (psp.pay, "Your money has arrived"),
        (wrong, "We are looking at this deposit"),
        (expire, "This deposit was not completed"),
    )
    for number, (deed, words) in enumerate(ends):
        with tenancy.entered(acme):
            deposit = start_deposit(
                client_id=broker.petra.id,
                money=Money(5_000, "USD"),
                key=f"live-states-{number}",
                success_url=site.url(acme, "client", "/"),
                cancel_url=site.url(acme, "client", "/"),
            )
        page.goto(site.url(acme, "client", f"/deposits/{deposit.id}"))
        expect(page.locator("body")).to_have_attribute("data-live", "on")
        page.evaluate("window.notReloaded = true")
        expect(page.get_by_text("Waiting for the payment provider")).to_be_visible()
        assert violations(page) == []
        deed(deposit.psp_reference)
        expect(page.get_by_text(words)).to_be_visible(timeout=20_000)
        assert violations(page) == []
        assert page.evaluate("window.notReloaded") is True


def _register(page: Page) -> None:
    page.get_by_label("Your name").fill("Nora Newcomer")
    page.get_by_label("E-mail").fill("nora@example.com")
    page.get_by_label("Country you live in").select_option("ES")
    page.get_by_label("Mobile number").fill("612 34 56 78")
    page.get_by_label("Password").fill("quiet harbour lantern")
    page.locator("main form").first.get_by_role("button", name="Open an account").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()


def _pay(page: Page) -> None:
    """The provider's own hosted page, on its own host."""
    page.wait_for_url(re.compile("/c/pay/"))
    for name, value in (
        ("number", "4242 4242 4242 4242"),
        ("expiry", "12/34"),
        ("cvc", "123"),
        ("name", "Nora"),
    ):
        page.locator(f"input[name={name}]").fill(value)
    page.locator("button[value=pay]").click()
    page.wait_for_url(re.compile("/deposits/"))


def test_a_wrong_field_says_the_cure_when_it_is_left(
    site: Site, acme: Any, broker: Broker, open_page: Any
) -> None:
    page: Page = open_page()
    page.goto(site.url(acme, "client", "/register/"))
    page.get_by_label("E-mail").fill("nora")
    page.get_by_label("Your name").focus()
    expect(page.locator("#id_email_error")).to_be_visible()
    page.get_by_label("E-mail").fill("nora@example.com")
    expect(page.locator("#id_email_error")).to_be_hidden()


def test_an_amount_in_words_is_refused_beside_the_field_and_kept(
    site: Site, acme: Any, open_page: Any, as_petra: Any
) -> None:
    page = as_petra(open_page())
    page.goto(site.url(acme, "client", "/deposit/"))
    page.get_by_label("Amount").fill("five hundred")
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_text("Write it like 250.00")).to_be_visible()
    expect(page.get_by_label("Amount")).to_have_value("five hundred")


def test_money_that_arrives_shows_without_reload(
    site: Site, acme: Any, broker: Broker, open_page: Any, as_petra: Any
) -> None:
    page = as_petra(open_page())
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    other = as_petra(open_page())
    before = page.locator("#latest-movements-rows tr").count()
    other.goto(site.url(acme, "client", "/transfer/"))
    other.get_by_label("Amount").fill("12.34")
    other.get_by_role("button", name="Transfer").click()
    expect(other.get_by_text("are in trading account")).to_be_visible()
    expect(page.locator("#latest-movements-rows tr")).to_have_count(before + 1)
    expect(page.locator("#latest")).to_contain_text("12.34")


def test_a_decision_on_papers_shows_without_reload(
    site: Site, acme: Any, broker: Broker, open_page: Any, as_petra: Any
) -> None:
    with tenancy.entered(acme):
        check = submit_check(
            client=broker.petra,
            document="passport",
            document_number="X1234567",
            birth_date=date(1990, 5, 17),
            expires_on=date(2040, 1, 31),
        )
    page = as_petra(open_page())
    page.goto(site.url(acme, "client", "/verification/"))
    expect(page.get_by_text("We are looking at your papers")).to_be_visible()
    expect(page.locator("body")).to_have_attribute("data-live", "on")
    with tenancy.entered(acme):
        decide_check(check_id=check.id, by=broker.rita, approve=True)
    expect(page.get_by_text("You are verified")).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
def test_every_page_fits_a_phone(
    site: Site, acme: Any, open_page: Any, as_petra: Any, shoot: Any, dark: bool
) -> None:
    page = open_page(phone=True)
    theme = {"name": "atrium_theme", "value": "dark" if dark else "light"}
    page.context.add_cookies([{**theme, "url": site.url(acme, "client")}])
    as_petra(page)
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme["value"])
    for path in PAGES:
        page.goto(site.url(acme, "client", path))
        expect(page.locator("h1").first).to_be_attached()
        spare = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert spare <= 0, f"{path} is {spare} pixels too wide"
    page.goto(site.url(acme, "client", "/"))
    shoot(page, "client-home-phone-dark" if dark else "client-home-phone")


def test_the_language_is_one_choice_away(site: Site, acme: Any, broker: Broker, open_page: Any) -> None:
    page: Page = open_page()
    page.goto(site.url(acme, "client", "/register/"))
    page.get_by_label("Language").select_option("es")
    expect(page.get_by_role("heading", name="Abrir una cuenta")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_without_the_session_a_part_leads_to_the_log_in_page(
    site: Site, acme: Any, open_page: Any, as_petra: Any
) -> None:
    page = as_petra(open_page())
    page.context.clear_cookies()
    page.evaluate("htmx.ajax('GET', '/worth', '#worth')") if page.evaluate(
        "'htmx' in window"
    ) else page.reload()
    page.wait_for_url(re.compile("/account/login/"))
