"""Hedges of what streams: positions held for weeks are matched as if all of the past were read, and no more is read than that."""

import json
import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.rebates import services
from tenants.rebates.bulk.ground import accounts_of
from tenants.rebates.bulk.past import history_of_pairs
from tenants.rebates.bulk.reading import read_rows
from tenants.trading.models import DealChange
from tests.rebates.golden import GOOD
from tests.rebates.into_database import Loaded, load, record
from tests.rebates.test_bulk_in_production import RANDOM, expected, found, undone

pytestmark = pytest.mark.usefixtures("in_acme")

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@RANDOM
@given(st.integers(0, 10**9))
def test_positions_held_for_weeks_are_matched_as_the_engine_matches_them(in_acme: Any, seed: int) -> None:
    with undone():
        chance = random.Random(seed)
        document = document_of([random_deal(chance, number) for number in range(40)])
        loaded = load(document)
        deals = sorted(document["deals"], key=lambda row: (row["close_time"], row["deal"]))
        while deals:
            size, batch = chance.randint(1, 3), uuid.uuid4()
            record(loaded, deals[:size], batch)
            deals = deals[size:]
            services.accrue(batch_id=batch)
        assert found() == expected(document, loaded)


def test_the_past_is_read_back_to_where_nothing_was_held(in_acme: Any) -> None:
    """A month without a position, then each of three was opened before the one before it closed."""
    loaded = _told(
        _deal(1, "buy", BEGIN, BEGIN + DAY),
        _deal(2, "sell", BEGIN + 30 * DAY, BEGIN + 40 * DAY),
        _deal(3, "buy", BEGIN + 39 * DAY, BEGIN + 50 * DAY),
        _deal(4, "buy", BEGIN + 49 * DAY, BEGIN + 60 * DAY, account="B"),
        _deal(5, "sell", BEGIN + 59 * DAY, BEGIN + 61 * DAY),
    )
    assert _past_of("T05", loaded) == ["T02", "T03", "T04"]


def test_a_deal_whose_server_told_a_later_time_is_found_where_it_is_now(in_acme: Any) -> None:
    loaded = _told(
        _deal(1, "buy", BEGIN + 25 * DAY, BEGIN + 35 * DAY),
        _deal(2, "sell", BEGIN + 30 * DAY, BEGIN + 40 * DAY),
        _deal(3, "sell", BEGIN + 49 * DAY, BEGIN + 61 * DAY),
    )
    assert _past_of("T03", loaded) == []
    _moved(loaded, "T02", BEGIN + 50 * DAY)
    assert _past_of("T03", loaded) == ["T01", "T02"]


def _told(*deals: dict[str, Any]) -> Loaded:
    return load(document_of(list(deals)), batch=uuid.uuid4())


def _past_of(name: str, loaded: Loaded) -> list[str]:
    names = {row.id: name for name, row in loaded.deal_rows.items()}
    own = read_rows([loaded.deal_rows[name]])
    accounts = accounts_of({row.client_id for row in loaded.account_rows.values()})
    return [names[read.pk] for read in history_of_pairs(accounts, own, known=own)]


def _moved(loaded: Loaded, name: str, closed: datetime) -> None:
    row = loaded.deal_rows[name]
    amounts = ("lots", "closed_lots", "price", "profit", "commission", "swap", "fee", "contract_size")
    facts = {key: str(getattr(row, key)) for key in (*amounts, "action", "entry", "symbol")}
    facts |= {"time": closed.isoformat(), "position_price": "0"}
    DealChange.objects.create(deal=row, facts=facts, digest="y", seen_at=closed)


def document_of(deals: list[dict[str, Any]]) -> dict[str, Any]:
    """A plan that nets hedges, one client with two accounts."""
    path = next(path for path in GOOD if path.stem == "guard-hedging-covered")
    document = json.loads(path.read_text(encoding="utf-8"))
    second = {**document["accounts"][0], "account": "B"}
    kept = {key: value for key, value in document.items() if not key.startswith("expect")}
    return {**kept, "accounts": [*document["accounts"], second], "deals": deals}


def random_deal(chance: random.Random, number: int) -> dict[str, Any]:
    opened = BEGIN + timedelta(minutes=chance.randrange(90 * 24 * 60))
    held = chance.choice([MINUTE, HOUR, 6 * HOUR, DAY, 5 * DAY, 20 * DAY])
    side, account = chance.choice(["buy", "sell"]), chance.choice("AB")
    lots = f"{chance.randint(1, 30) / 10}"
    return _deal(number, side, opened, opened + held, account=account, lots=lots)


def _deal(
    number: int, side: str, opened: datetime, closed: datetime, *, account: str = "A", lots: str = "1"
) -> dict[str, Any]:
    return {
        "deal": f"T{number:02}", "account": account, "symbol": "EURUSD", "side": side, "lots": lots,
        "open_time": _text(opened), "close_time": _text(closed), "open_price": "1.10000", "close_price": "1.10150",
    }  # fmt: skip


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
