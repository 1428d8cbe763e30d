"""An operator's day in a browser: a broker is made, its administrator comes in, it is measured, suspended and resumed."""

import os
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from atrium.brokers.models import Broker
from atrium.kernel import tenancy
from infra.tasks import snapshot_usage
from tests.e2e.site import ATRIUM
from tests.e2e.waiting import until
from tests.ground import ADMIN_PASSWORD

OLGA = "olga@vendor.example"
PATHS = ["/", "/brokers/new/", "/log/"]


@pytest.fixture(scope="module")
def provisioning(site: Any) -> Iterator[None]:
    """The worker that makes houses: the only one that is the database's owner."""
    log = (site.servers.folder / "e2e-provisioning.log").open("wb")
    worker = subprocess.Popen(
        [str(ATRIUM), "provisioning"],
        env={**os.environ, "ATRIUM_PORT": str(site.port)},
        stdout=log,
        stderr=log,
    )
    until(lambda: b" ready." in (site.servers.folder / "e2e-provisioning.log").read_bytes(), seconds=60)
    yield
    worker.terminate()
    worker.wait(20)


@pytest.fixture
def desk(site: Any, vendor: Any, open_page: Any, log_in: Any) -> Any:
    """Olga's page in the operations room."""
    page = open_page()
    log_in(page, vendor, "vendor", OLGA, ADMIN_PASSWORD)
    return page


def broker(slug: str) -> Broker:
    with tenancy.public():
        return Broker.objects.get(slug=slug)


def order(page: Any, name: str, slug: str) -> None:
    page.get_by_label("Brand name").fill(name)
    page.get_by_label("Name in addresses").fill(slug)
    page.get_by_label("First administrator").fill("Carol Admin")
    page.get_by_label("Administrator's e-mail").fill("carol@corona.example")
    page.get_by_label("Currency").select_option("CHF")
    page.get_by_role("button", name="Create broker").click()


def test_a_broker_is_ready_while_one_looks_and_its_administrator_comes_in_by_the_mailed_link(
    site: Any, vendor: Any, provisioning: None, desk: Any, open_page: Any, log_in: Any, shoot: Any
) -> None:
    desk.goto(site.url(vendor, "vendor", "/brokers/new/"))
    desk.get_by_label("Name in addresses").fill("corona")
    expect(desk.locator("#hosts")).to_contain_text("desk.corona.localhost")
    expect(desk.locator("#hosts")).to_contain_text("This name is free.")
    shoot(desk, "vendor-new-broker")
    order(desk, "Corona Capital", "corona")
    expect(desk.locator("#progress")).to_contain_text("Corona Capital is open", timeout=20_000)
    expect(desk.locator("#progress")).to_contain_text("carol@corona.example was invited")
    shoot(desk, "vendor-broker-ready")

    house = broker("corona").as_tenant()
    carol = open_page()
    _open_invitation(site, house, carol)
    carol.locator("input[name=password1]").fill("a long enough secret 7")
    carol.locator("input[name=password2]").fill("a long enough secret 7")
    carol.locator("form button[type=submit]").first.click()
    log_in(carol, house, "staff", "carol@corona.example", "a long enough secret 7")
    expect(carol.locator("body")).to_contain_text("Corona Capital")


def _open_invitation(site: Any, house: tenancy.Tenant, page: Any) -> None:
    """From the mail, as the person reads it. Events of a house that was not open yet wait for the sweep."""
    from tenants.messaging.models import Mail
    from tenants.outbox.services import sweep

    def mailed() -> Mail | None:
        with tenancy.entered(house):
            sweep()
            return Mail.objects.filter(subject__contains="invited").first()

    mail = until(mailed)
    assert mail.to == ["carol@corona.example"]
    page.goto(re.search(r"http://desk\.corona\.localhost\S+", mail.body)[0])  # type: ignore[index]


def test_a_taken_name_and_one_that_cannot_be_are_said_beside_the_field(
    site: Any, vendor: Any, desk: Any, shoot: Any
) -> None:
    desk.goto(site.url(vendor, "vendor", "/brokers/new/"))
    order(desk, "Acme Again", "acme")
    expect(desk.locator("#id_slug_error")).to_contain_text(
        "“acme” is taken by another broker. Choose another name."
    )
    expect(desk.get_by_label("Brand name")).to_have_value("Acme Again")
    shoot(desk, "vendor-name-taken")
    order(desk, "Acme Again", "Acme_Two")
    expect(desk.locator("#id_slug_error")).to_contain_text("cannot be part of a host name")
    with tenancy.public():
        assert not Broker.objects.filter(name="Acme Again").exists()


def test_a_measured_house_changes_its_row_without_reload(
    site: Any, vendor: Any, acme: Any, desk: Any, shoot: Any
) -> None:
    from tests.ibs.people import client
    from tests.rebates.market import server

    row = desk.locator(f"#broker-{acme.broker_id}")
    expect(desk.locator("body")).to_have_attribute("data-live", "on")
    desk.evaluate("window.notReloaded = true")
    with tenancy.entered(acme):
        server("mt5-measured")  # so that a chart, which has a table in it, is sent beside the row
        for number in range(3):
            client(f"Usage{number}")
        snapshot_usage.apply_async()  # as beat does
    with tenancy.entered(acme):
        from tenants.clients.models import Client

        clients = Client.objects.count()
    expect(row.locator("td[data-label='Clients']")).to_have_text(str(clients))
    expect(desk.locator("#totals")).to_contain_text(str(clients))
    assert desk.evaluate("window.notReloaded") is True
    shoot(desk, "vendor-brokers")
    row.get_by_role("link", name="Acme Markets").click()
    desk.wait_for_url("**/brokers/*/")
    expect(desk.locator("#usage-rows tr")).not_to_have_count(0)
    shoot(desk, "vendor-broker", full=True)


def test_a_suspended_broker_says_why_and_a_resumed_one_is_open(
    site: Any, vendor: Any, borealis: Any, desk: Any, open_page: Any, shoot: Any
) -> None:
    desk.goto(site.url(vendor, "vendor", f"/brokers/{borealis.broker_id}/"))
    desk.get_by_role("button", name="Suspend").first.click()
    desk.get_by_label("Reason").fill("Invoice 7 is unpaid.")
    desk.get_by_role("button", name="Suspend broker").click()
    expect(desk.locator(".at-alert-bad")).to_contain_text("Invoice 7 is unpaid.")
    shoot(desk, "vendor-suspended")
    visitor = open_page()
    _reads(visitor, site.url(borealis, "client"), "Invoice 7 is unpaid.")
    desk.get_by_role("button", name="Resume").click()
    expect(desk.locator("#toasts")).to_contain_text("Borealis is open again.")
    _reads(visitor, site.url(borealis, "staff", "/account/login/"), "Log in")
    desk.goto(site.url(vendor, "vendor", "/log/"))
    expect(desk.locator("#log-rows tr").first).to_contain_text("Borealis was resumed")
    expect(desk.locator("#log-rows tr").nth(1)).to_contain_text("Invoice 7 is unpaid.")
    expect(desk.locator("#log-rows tr").nth(1)).to_contain_text("Olga Operator")


def _reads(page: Any, url: str, words: str) -> None:
    """Other processes hear of a changed registry within a second."""

    def reads() -> bool:
        page.goto(url)
        return words in page.locator("body").inner_text()

    until(reads)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_fits_a_phone(
    site: Any, vendor: Any, open_page: Any, log_in: Any, shoot: Any, path: str
) -> None:
    page = open_page(phone=True)
    log_in(page, vendor, "vendor", OLGA, ADMIN_PASSWORD)
    page.goto(site.url(vendor, "vendor", path))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator(".at-bottom")).to_be_visible()
    shoot(page, f"vendor-phone-{path.strip('/').replace('/', '-') or 'brokers'}")


def test_a_brokers_page_fits_a_phone(
    site: Any, vendor: Any, acme: Any, open_page: Any, log_in: Any, shoot: Any
) -> None:
    page = open_page(phone=True)
    log_in(page, vendor, "vendor", OLGA, ADMIN_PASSWORD)
    page.goto(site.url(vendor, "vendor", f"/brokers/{acme.broker_id}/"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shoot(page, "vendor-phone-broker", full=True)
