"""In the shadow a plan that looks at other deals, or is paid on something else, gives what it would give live. Without money."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tenants.payments.models import Deposit
from tenants.rebates import services
from tenants.rebates.models import Late, Line, Plan, Running, ShadowCourse, ShadowLine
from tenants.rebates.selectors import shadow_beside_live
from tenants.rebates.services import periods, shadow, shadow_periods
from tenants.rebates.verification import verify
from tenants.trading.models import Deal as Row
from tenants.trading.models import DealChange
from tests.ibs.people import Family, family
from tests.rebates.lives import draft, nina
from tests.rebates.market import NOON, account, deal

pytestmark = pytest.mark.usefixtures("in_acme")

TABLE = {
    "metric": "lots",
    "scope": "own",
    "convention": "marginal",
    "steps": [{"from": "0", "rate": "5"}, {"from": "3", "rate": "7"}, {"from": "6", "rate": "9"}],
}
PLANS: dict[str, dict[str, Any]] = {
    "marginal steps": {"distribution": {"kind": "levels", "rates": [TABLE, "1"]}},
    "a cap of a month": {"guards": {"cap_period": {"amount": "18", "period": "month"}}},
    "hedges netted": {"guards": {"hedging": "net"}},
}
Given = tuple[str, str, str, str, str]


@pytest.fixture
def cast(in_acme: Any) -> Family:
    services.create_default_plan(kind="levels", currency="USD")
    return family()


class Market:
    """Clara's account; what is dealt on it is told to the shadow as the outbox does."""

    def __init__(self, cast: Family) -> None:
        self.account = account(cast.clara)

    def deals(self, *hours: float, **facts: Any) -> list[Row]:
        batch = uuid.uuid4()
        made = [deal(self.account, batch=batch, at=NOON + timedelta(hours=hour), **facts) for hour in hours]
        shadow.accrue_shadow(batch_id=batch)
        return made


def begun(**changes: Any) -> Plan:
    with time_machine.travel(NOON, tick=False):
        return shadow.begin_shadow(plan_id=draft(**changes).id, by=nina())


def computed() -> int:
    with time_machine.travel(NOON + timedelta(days=10), tick=False):
        return shadow_periods.accrue()


def in_shadow(plan: Plan) -> list[Given]:
    return given(ShadowLine.objects.filter(plan=plan))


def given(lines: Any) -> list[Given]:
    return sorted((one.source, one.leg, one.party, f"{one.amount:.4f}", one.reason) for one in lines)


def live(plan: Plan) -> list[Given]:
    """What the same plan gives that was published when the shadow began."""
    Plan.objects.filter(code=plan.code, status="published").update(valid_to=plan.shadow_from)
    Plan.objects.filter(id=plan.id).update(
        status="published", valid_from=plan.shadow_from, published_at=plan.shadow_from
    )
    services.accrue_period(since=NOON - timedelta(days=5), until=NOON + timedelta(days=20))
    services.replay_late()
    return given(Line.objects.filter(plan=plan))


@pytest.mark.parametrize("changes", PLANS.values(), ids=PLANS.keys())
@pytest.mark.parametrize("at_once", [1, 2000])
def test_it_gives_what_the_plan_would_have_given_live(
    cast: Family, changes: dict[str, Any], at_once: int, monkeypatch: Any
) -> None:
    monkeypatch.setattr(periods, "AT_ONCE", at_once)
    market = Market(cast)
    market.deals(-30, -2, lots="2")
    plan = begun(**changes)
    market.deals(3, 5, 26, lots="1.5")
    market.deals(4, 27, lots="2", side="sell", action="buy")
    assert computed() > 0
    shown = in_shadow(plan)
    assert len(shown) >= 10
    assert shown == live(plan)


def test_what_came_late_or_was_changed_moves_the_lines_after_it(cast: Family) -> None:
    market = Market(cast)
    plan = begun(**PLANS["marginal steps"])
    [first] = market.deals(3, lots="4")
    market.deals(5, lots="2")
    computed()
    assert [one[3] for one in in_shadow(plan) if one[2] == str(cast.ida.number)] == ["22.0000", "14.0000"]
    market.deals(2, lots="2")
    DealChange.objects.create(
        deal=first, facts=facts_of(first, lots="1"), digest="y", seen_at=NOON + timedelta(hours=6)
    )
    shadow.correct_shadow(deal_ids=[first.id])
    computed()
    assert sum(float(one[3]) for one in in_shadow(plan) if one[2] == str(cast.ida.number)) == 29
    assert in_shadow(plan) == live(plan)


def facts_of(row: Row, *, lots: str) -> dict[str, Any]:
    return {
        **{
            name: str(getattr(row, name))
            for name in ("price", "profit", "commission", "swap", "fee", "contract_size")
        },
        "position_price": "0",
        "lots": lots, "closed_lots": lots, "action": row.action, "entry": row.entry, "symbol": row.symbol,
        "time": row.time.isoformat(),
    }  # fmt: skip


def test_nothing_is_computed_where_nothing_came(cast: Family) -> None:
    market = Market(cast)
    plan = begun(**PLANS["marginal steps"])
    market.deals(3)
    assert computed() == 2
    before = list(ShadowLine.objects.filter(plan=plan).values_list("id", flat=True))
    assert computed() == 0
    assert list(ShadowLine.objects.filter(plan=plan).values_list("id", flat=True)) == before
    course = ShadowCourse.objects.get(plan=plan)
    assert (course.since, course.computed_at) == (None, NOON + timedelta(days=10))


def test_what_hangs_on_a_whole_month_is_known_when_the_month_is_over(cast: Family) -> None:
    """Nothing comes at that moment, so the clock looks by itself once a day."""
    market = Market(cast)
    plan = begun(distribution={"kind": "levels", "rates": [{**TABLE, "convention": "whole_period"}, "1"]})
    market.deals(3, 5, lots="2")
    assert computed() == 0
    with time_machine.travel(NOON + timedelta(days=25), tick=False):
        assert shadow_periods.accrue() == 4
        assert shadow_periods.accrue() == 0
        assert in_shadow(plan) == live(plan)


def test_what_came_while_it_was_computed_is_computed_the_next_time(cast: Family, monkeypatch: Any) -> None:
    market = Market(cast)
    plan = begun(**PLANS["marginal steps"])
    market.deals(3)
    write = shadow_periods._write_deals

    def meanwhile(*facts: Any) -> int:
        written = write(*facts)
        monkeypatch.setattr(shadow_periods, "_write_deals", write)
        market.deals(4)
        return written

    monkeypatch.setattr(shadow_periods, "_write_deals", meanwhile)
    assert (computed(), computed()) == (2, 4)
    assert len(in_shadow(plan)) == 4


def test_a_worker_that_dies_between_pieces_doubles_and_loses_nothing(cast: Family, monkeypatch: Any) -> None:
    monkeypatch.setattr(periods, "AT_ONCE", 1)
    market = Market(cast)
    plan = begun(**PLANS["a cap of a month"])
    market.deals(3, 4, 5, 6)
    write, pieces = shadow_periods._write_stretch, []

    def dying(*facts: Any) -> int:
        if len(pieces) == 2:
            raise KeyboardInterrupt
        pieces.append(1)
        return write(*facts)

    monkeypatch.setattr(shadow_periods, "_write_stretch", dying)
    with pytest.raises(KeyboardInterrupt):
        computed()
    assert len(in_shadow(plan)) == 4
    monkeypatch.setattr(shadow_periods, "_write_stretch", write)
    assert computed() == 0, "whoever died still has it"
    with time_machine.travel(NOON + timedelta(days=10, minutes=31), tick=False):
        assert shadow_periods.accrue() == 8
    assert in_shadow(plan) == live(plan)


def test_no_money_moves_and_what_runs_live_hears_nothing(cast: Family) -> None:
    market = Market(cast)
    begun(**PLANS["marginal steps"])
    market.deals(3, 5)
    computed()
    assert not Line.objects.exists()
    assert not Late.objects.exists()
    assert not Running.objects.exists()
    assert verify() == []


def test_a_plan_that_is_paid_on_deposits_is_in_the_shadow_too(cast: Family) -> None:
    document = {
        "base": {"type": "cpa", "min_first_deposit": "200"},
        "distribution": {"kind": "levels", "rates": ["300"]},
    }
    with time_machine.travel(NOON, tick=False):
        made = services.draft_plan(code="cpa", name="Next", document={**document, "slot": "cpa"})
        plan = shadow.begin_shadow(plan_id=made.id, by=nina())
    paid = NOON + timedelta(hours=3)
    Deposit.objects.create(
        client=cast.clara, client_number=cast.clara.number, amount_minor=25_000, currency="USD", state="settled",
        received_minor=25_000, received_currency="USD", connection_id=uuid.uuid4(), psp_code="x", key="x",
        created_at=paid, finished_at=paid,
    )  # fmt: skip
    assert (computed(), computed()) == (1, 1)
    assert [(one.partner, f"{one.amount:.2f}") for one in plan.shadow_lines.all()] == [(cast.ida, "300.00")]
    [row] = shadow_beside_live(plan)
    assert (row.name, f"{row.live:.2f}", f"{row.shadow:.2f}") == ("Ida", "0.00", "300.00")
    assert not Line.objects.exists()
