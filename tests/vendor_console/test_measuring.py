"""Usage is measured inside each broker's house and written into the registry; measuring twice counts nothing twice."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import tenancy
from atrium.plans import rules, selectors, services
from atrium.plans.models import UsageSnapshot
from infra import metering
from tests.ibs.people import client
from tests.rebates.market import account, deal

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def day(in_acme):
    """Two clients, one account, three deals of today and one of yesterday."""
    clara = client("Clara")
    client("Carl")
    of = account(clara)
    batch = uuid.uuid4()
    for lots in ("1", "0.5", "0.25"):
        deal(of, batch=batch, lots=lots, at=NOON)
    deal(of, batch=batch, lots="7", at=NOON.replace(day=9))
    return in_acme


def measure(house):
    services.record_reading(broker_id=house.broker_id, reading=metering.read_house(at=NOON))


def meters(house):
    return selectors.usage_on(NOON.date(), [house.broker_id]).get(house.broker_id, {})


def test_a_reading_counts_what_stands_and_what_happened_today(day, borealis):
    measure(day)
    assert meters(day) == {
        "clients": 2, "accounts": 1, "deals": 3, "lots": Decimal("1.75"), "deposits": 0,
    }  # fmt: skip
    assert meters(borealis) == {}


def test_measuring_again_overwrites_and_adds_nothing(day):
    measure(day)
    client("Cora")
    measure(day)
    with tenancy.public():
        assert UsageSnapshot.objects.count() == 5
    assert meters(day)["clients"] == 3


def test_the_number_of_queries_does_not_grow_with_the_house(day):
    with CaptureQueriesContext(
        connection,
    ) as few:
        measure(day)
    batch = uuid.uuid4()
    for number in range(30):
        deal(account(client(f"More{number}")), batch=batch, at=NOON)
    with CaptureQueriesContext(connection) as many:
        measure(day)
    assert len(many) == len(few)


def test_the_lag_of_the_slowest_server_is_the_feeds(day):
    from tenants.trading.models import Server

    Server.objects.update(last_seen_at=NOON.replace(minute=0, hour=11))
    assert metering.read_house(at=NOON).feed_lag_seconds == 3600


def test_a_house_without_servers_has_no_lag(in_borealis):
    assert metering.read_house(at=NOON).feed_lag_seconds is None


HEALTHY = {
    "status": "active",
    "now": NOON,
    "sampled_at": NOON,
    "feed_lag_seconds": 2,
    "waiting": 0,
    "failed": 0,
}


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({}, "ok"),
        ({"feed_lag_seconds": None}, "ok"),
        ({"feed_lag_seconds": 31}, "late"),
        ({"feed_lag_seconds": 301}, "down"),
        ({"failed": 1}, "late"),
        ({"waiting": 1001}, "late"),
        ({"sampled_at": NOON.replace(hour=11)}, "down"),
        ({"sampled_at": None}, "new"),
        ({"status": "suspended", "failed": 9}, "suspended"),
    ],
)
def test_health_is_the_worst_of_what_was_measured(changed, word):
    assert rules.health(**{**HEALTHY, **changed}) == word


def test_the_task_measures_and_shows_the_broker_to_the_operators(day, monkeypatch):
    from infra import tasks
    from portals.vendor_console.brokers import live

    shown = []
    monkeypatch.setattr(live, "push", lambda *to, html: shown.append((tenancy.require().slug, to, html)))
    tasks.snapshot_usage.run()
    assert {(house, to) for house, to, _html in shown} == {("vendor", ("vendor", "all"))}
    html = "".join(html for _house, _to, html in shown)
    for part in (f"broker-{day.broker_id}", f"health-{day.broker_id}", "totals"):
        assert f'id="{part}"' in html
    assert html.count('hx-swap-oob="true"') == 3
