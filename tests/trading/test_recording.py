"""Deals are stored once and as they came; what is late, changed or a stranger's is kept and found again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from atrium.providers.trading.contract import Action, Entry
from tenants.trading import rules, selectors
from tenants.trading.models import Deal, DealChange, PositionOpen, Server
from tenants.trading.services import create_server, record_deals
from tenants.trading.services.openings import unexplained
from tests.trading.floor import NOON, ZERO, Floor, clara, deal, events, open_live, opening


def test_a_batch_is_stored_and_announced_once(floor: Floor) -> None:
    account = open_live(floor, clara())
    batch = [opening(1, account.login), deal(2, account.login)]
    recorded = record_deals(server=floor.server, deals=batch)
    assert (recorded.new, recorded.changed, recorded.unmatched) == (2, 0, 0)
    assert events("deals.recorded") == [
        {"server_id": str(floor.server.id), "batch_id": str(recorded.batch_id), "count": 2}
    ]
    again = record_deals(server=floor.server, deals=batch)
    assert (again.batch_id, again.new, Deal.objects.count()) == (None, 0, 2)
    assert len(events("deals.recorded")) == 1


def test_a_close_carries_its_opening(floor: Floor) -> None:
    account = open_live(floor, clara())
    record_deals(server=floor.server, deals=[opening(1, account.login)])
    record_deals(server=floor.server, deals=[deal(2, account.login)])
    row = Deal.objects.get(ticket=2)
    assert (row.side, row.open_price, row.opened_at) == ("buy", Decimal("1.10000"), NOON - timedelta(hours=1))
    assert (row.closed_lots, row.price, row.profit) == (Decimal("0.25"), Decimal("1.10250"), Decimal("62.50"))
    assert (row.commission, row.account_id, row.time) == (Decimal("-1.75"), account.id, NOON)


def test_an_opening_that_comes_after_its_close_completes_it(floor: Floor) -> None:
    late = deal(2, position_price=ZERO)
    record_deals(server=floor.server, deals=[late])
    assert unexplained(floor.server, [late]) == {late.position_id: late}
    assert Deal.objects.get(ticket=2).opened_at is None
    record_deals(server=floor.server, deals=[opening(1)])
    row = Deal.objects.get(ticket=2)
    assert (row.open_price, row.opened_at) == (Decimal("1.10000"), NOON - timedelta(hours=1))
    assert unexplained(floor.server, [late]) == {}


def test_a_reversed_position_begins_anew(floor: Floor) -> None:
    reversal = deal(2, entry=Entry.IN_OUT, lots=Decimal("0.50"), time=NOON)
    close = deal(3, action=Action.BUY, time=NOON + timedelta(hours=1), price=Decimal("1.10100"))
    record_deals(server=floor.server, deals=[opening(1), reversal, close])
    first, second = Deal.objects.get(ticket=2), Deal.objects.get(ticket=3)
    assert (first.side, first.opened_at) == ("buy", NOON - timedelta(hours=1))
    assert (second.side, second.opened_at) == ("sell", NOON)
    assert PositionOpen.objects.filter(position_id=7).count() == 2


def test_deals_of_an_unknown_login_are_kept_and_attached_when_the_account_appears(floor: Floor) -> None:
    login = open_live(floor, clara()).login + 1
    recorded = record_deals(server=floor.server, deals=[opening(1, login), deal(2, login)])
    assert recorded.unmatched == 1
    assert events("deals.unmatched") == [
        {"server_id": str(floor.server.id), "batch_id": str(recorded.batch_id), "logins": [login]}
    ]
    assert selectors.unmatched_deals().count() == 2
    account = open_live(floor, clara("carl@example.com"), "open-2")
    assert account.login == login
    assert selectors.unmatched_deals().count() == 0
    assert set(Deal.objects.values_list("account_id", flat=True)) == {account.id}
    assert [event["batch_id"] for event in events("deals.recorded")] == [str(recorded.batch_id)] * 2


def test_the_same_ticket_on_another_server_is_another_deal(floor: Floor) -> None:
    other = create_server(code="second", name="Second", kind="live", connection_id=floor.connection.id)
    for server in (floor.server, other):
        record_deals(server=server, deals=[deal(2)])
    assert Deal.objects.count() == 2


def test_a_changed_deal_is_noted_and_the_first_version_stays(floor: Floor) -> None:
    record_deals(server=floor.server, deals=[deal(2)])
    changed = deal(2, profit=Decimal("60.00"), digest="changed")
    assert record_deals(server=floor.server, deals=[changed]).changed == 1
    assert record_deals(server=floor.server, deals=[changed]).changed == 0
    row = Deal.objects.get(ticket=2)
    (change,) = DealChange.objects.filter(deal=row)
    assert (row.profit, change.facts["profit"]) == (Decimal("62.50"), "60.00")
    assert events("deals.changed") == [{"server_id": str(floor.server.id), "deal_ids": [row.id]}]
    assert len(events("deals.recorded")) == 1


def test_a_deal_that_is_changed_back_is_noted_again(floor: Floor) -> None:
    first = deal(2)
    for version in (first, deal(2, digest="changed"), first, first):
        record_deals(server=floor.server, deals=[version])
    digests = DealChange.objects.order_by("id").values_list("digest", flat=True)
    assert list(digests) == ["changed", first.digest]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trading_deal SET profit = 1",
        "UPDATE trading_deal SET account_id = NULL",
        "UPDATE trading_deal SET opened_at = now()",
        "DELETE FROM trading_deal",
        "TRUNCATE trading_deal CASCADE",
        "UPDATE trading_positionopen SET price = 1",
        "DELETE FROM trading_positionopen",
    ],
)
def test_the_database_keeps_deals_as_they_came(floor: Floor, statement: str) -> None:
    account = open_live(floor, clara())
    record_deals(server=floor.server, deals=[opening(1, account.login), deal(2, account.login)])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Deal.objects.get(ticket=2).profit == Decimal("62.50")


def test_money_deals_belong_to_no_position(floor: Floor) -> None:
    deposit = deal(5, action=Action.BALANCE, entry=Entry.NONE, symbol="", position_id=0, position_price=ZERO)
    record_deals(server=floor.server, deals=[deposit])
    row = Deal.objects.get()
    assert (row.side, row.open_price, row.opened_at, row.action) == ("", None, None, "balance")


@pytest.mark.parametrize(
    ("wide_minutes", "night_hours", "window"),
    [(None, None, "night"), (None, 1, "wide"), (4, 1, "narrow"), (5, 1, "wide"), (1, 24, "night")],
)
def test_how_far_a_reading_looks_back(wide_minutes: int | None, night_hours: int | None, window: str) -> None:
    wide = None if wide_minutes is None else NOON - timedelta(minutes=wide_minutes)
    night = None if night_hours is None else NOON - timedelta(hours=night_hours)
    assert rules.due_window(NOON, wide_at=wide, night_at=night) == window


def test_the_pause_after_failures_grows_to_half_a_minute() -> None:
    assert [rules.pause_seconds(failures, None) for failures in (1, 2, 3, 9)] == [1.0, 2.0, 4.0, 30.0]
    assert rules.pause_seconds(1, 7.5) == 7.5


@pytest.mark.parametrize(
    ("base", "quote", "digits", "forex", "pip"),
    [
        ("EUR", "USD", 5, True, "0.0001"), ("USD", "JPY", 3, True, "0.01"), ("XAU", "USD", 2, False, "0.1"),
        ("USD", "USD", 2, False, "1"), ("BTC", "USD", 2, False, "1"),
    ],
)  # fmt: skip
def test_the_usual_pip(base: str, quote: str, digits: int, forex: bool, pip: str) -> None:
    assert rules.default_pip_size(base=base, quote=quote, digits=digits, is_forex=forex) == Decimal(pip)


def test_servers_begin_unseen(floor: Floor) -> None:
    assert (floor.server.state, floor.server.cursor) == (Server.State.NEW, "")
