"""A run goes on where it was broken off, parks what lacks something, and tells of it once; late deals change what they touch."""

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tenants.notifications.models import Notification
from tenants.rates.services import record_rate
from tenants.rebates import engine, services
from tenants.rebates.bulk import amounts
from tenants.rebates.models import Computation, Late, Line, Plan, Posting, Waiting
from tenants.rebates.services import subledger
from tenants.rebates.verification import verify
from tenants.staff.services import add_member
from tenants.trading.models import Symbol
from tests.ibs.people import Family, family
from tests.rebates.market import NOON, account, deal
from tests.rebates.random_worlds import world
from tests.rebates.test_bulk_is_the_engine import rows_of_bulk, rows_of_engine

pytestmark = pytest.mark.usefixtures("in_acme")

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TIERS = {
    "base": {"type": "per_lot"},
    "distribution": {
        "kind": "levels",
        "rates": [
            {
                "metric": "lots",
                "convention": "marginal",
                "steps": [{"from": "0", "rate": "1"}, {"from": "2", "rate": "10"}],
            }
        ],
    },
}


class Broken(Exception):
    """The machine stopped here."""


@pytest.fixture
def cast(in_acme: Any) -> Family:
    services.create_default_plan(kind="levels", currency="USD")
    return family()


def traded(cast: Family, count: int) -> None:
    of = account(cast.clara)
    for number in range(count):
        deal(of, batch=uuid.uuid4(), at=NOON + number * MINUTE)


def plan_of(document: dict[str, Any]) -> Plan:
    Plan.objects.filter(status="published", valid_to=None).update(valid_to=SINCE)
    plan = services.draft_plan(code="tried", name="Tried", document=document)
    return services.publish_plan(plan_id=plan.id, valid_from=SINCE)


def test_a_run_that_was_broken_off_goes_on_and_writes_nothing_twice(cast: Family, monkeypatch: Any) -> None:
    traded(cast, 7)
    posted = subledger.add_sums
    calls: list[int] = []

    def breaks_the_second_time(**facts: Any) -> None:
        posted(**facts)
        calls.append(1)
        if len(calls) == 2:
            raise Broken

    monkeypatch.setattr(subledger, "add_sums", breaks_the_second_time)
    with pytest.raises(Broken):
        services.accrue_period(since=SINCE, until=UNTIL, chunk=3)
    assert (Line.objects.count(), Posting.objects.count()) == (9, 0)
    monkeypatch.setattr(subledger, "add_sums", posted)
    done = services.accrue_period(since=SINCE, until=UNTIL, chunk=3)
    assert (done.deals, done.lines, Line.objects.count(), Posting.objects.count()) == (7, 21, 21, 3)
    assert Computation.objects.count() == 1
    assert verify() == []


def test_a_run_after_a_run_finds_nothing_to_do(cast: Family) -> None:
    traded(cast, 3)
    services.accrue_period(since=SINCE, until=UNTIL)
    again = services.accrue_period(since=SINCE, until=UNTIL)
    assert (again.lines, Line.objects.count()) == (0, 9)


def test_deals_of_a_symbol_nobody_described_wait_and_are_told_once(cast: Family) -> None:
    boss = add_member(email="pat@acme.example", name="Pat", role="Administrator", desk="Sales desk")
    of = account(cast.clara)
    for number in range(3):
        batch = uuid.uuid4()
        deal(of, batch=batch, symbol="UNHEARD", at=NOON + number * MINUTE)
        assert services.accrue(batch_id=batch).waiting == 1
    assert set(Waiting.objects.values_list("kind", "what")) == {("unmapped_symbol", "UNHEARD")}
    told = Notification.objects.filter(user=boss.user, kind="other.rebates_wait")
    assert [one.title for one in told] == ["Deals wait: the symbol UNHEARD is not described"]
    known = Symbol.objects.get(symbol="EURUSD")
    known.pk, known.symbol = uuid.uuid4(), "UNHEARD"
    known.save(force_insert=True)
    assert services.accrue_waiting().lines == 9
    assert Waiting.objects.count() == 0
    assert set(Line.objects.values_list("time", flat=True)) == {NOON + number * MINUTE for number in range(3)}


def test_a_missing_rate_parks_its_own_deal_and_counts_nowhere(cast: Family) -> None:
    plan_of({**TIERS, "currency": "EUR", "base": {"type": "pips"}})
    of, batch = account(cast.clara), uuid.uuid4()
    deal(of, batch=batch)
    assert services.accrue(batch_id=batch).waiting == 1
    assert Waiting.objects.get().kind == "no_rate"
    record_rate(base="EUR", quote="USD", rate=Decimal("1.25"), at=SINCE)
    assert services.accrue_waiting().lines == 1
    assert Line.objects.get().amount == 10  # a pip of one lot, in EUR and back


def test_a_late_deal_moves_those_after_it_up_the_tiers(cast: Family) -> None:
    """Two lots at 1 each, then 10 each. A third lot comes late and pushes the last one over the step."""
    plan_of(TIERS)
    of = account(cast.clara)
    first, second, late = (uuid.uuid4() for _ in range(3))
    deal(of, batch=first, at=NOON)
    services.accrue(batch_id=first)
    deal(of, batch=second, at=NOON + 2 * MINUTE)
    services.accrue(batch_id=second)
    assert [line.amount for line in Line.objects.order_by("id")] == [1, 1]
    deal(of, batch=late, at=NOON + MINUTE)
    services.accrue(batch_id=late)
    assert Late.objects.count() == 1
    services.replay_late()
    assert sum(line.amount for line in Line.objects.all()) == 12
    assert Late.objects.count() == 0
    assert services.replay_late() == 0
    assert verify() == []


def test_the_comparison_with_the_engine_sees_a_planted_difference(monkeypatch: Any) -> None:
    def a_little_more(base: Any, measure: Any) -> Decimal:
        lots: Decimal = measure.lots
        return lots + Decimal("0.0000000001")

    monkeypatch.setitem(amounts.QUANTITIES, "per_lot", a_little_more)
    scenarios = [engine.parse(world(seed)) for seed in range(40)]
    assert any(rows_of_bulk(one) != rows_of_engine(one) for one in scenarios)
