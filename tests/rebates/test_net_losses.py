"""Net losses are added up by the database: the same lines as of the deals one by one, and no deal is loaded for them."""

import random
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tenants.ibs.services import attribute_client, set_parent
from tenants.rates.services import record_rate
from tenants.rebates import engine, services
from tenants.rebates.bulk import events, losses
from tenants.rebates.bulk.ground import accounts_of
from tenants.rebates.models import AccountTerms, Line, Plan
from tenants.rebates.scenario import document_of
from tenants.rebates.selectors import trace_of
from tenants.rebates.verification import verify
from tenants.trading.models import TradingAccount
from tests.ibs.people import client, family
from tests.rebates.market import account, deal
from tests.rebates.test_corrections import changed

pytestmark = pytest.mark.usefixtures("in_acme")

FIRST = datetime(2026, 2, 23, tzinfo=UTC)
UNTIL = datetime(2026, 4, 1, tzinfo=UTC)


def plan(code: str, slot: str, **more: Any) -> Plan:
    document = {
        "slot": slot, "base": {"type": "net_loss", "carry": "carry", "period": "week", **more.pop("base", {})},
        "distribution": {"kind": "levels", "rates": ["0.2", "0.1"]}, **more,
    }  # fmt: skip
    draft = services.draft_plan(code=code, name=code, document=document)
    return services.publish_plan(plan_id=draft.id, valid_from=FIRST)


def rows(clients: set[uuid.UUID], plans: list[Plan], *, summed: bool) -> list[tuple[Any, ...]]:
    facts = events.facts_of(clients, plans, UNTIL, summed=summed)
    lines = engine.compute(engine.parse(document_of(facts, name="losses"))).lines
    return sorted(
        (one.source, one.plan or "", one.pool or "", one.party_kind, one.party or "", one.amount, one.reason or "", one.due)
        for one in lines
        if one.source_kind == "period"
    )  # fmt: skip


def test_sums_give_the_lines_that_the_deals_give(in_acme: Any) -> None:
    """Moves, another partner, another rate, deals that are open over all of that, a changed deal, an account that earns nothing."""
    cast = family()
    carl = client("Carl", cast.ivan)
    usd, euro, off = account(cast.clara), account(carl), account(cast.clara)
    TradingAccount.objects.filter(id=euro.id).update(currency="EUR")
    AccountTerms.objects.create(account_id=off.id, rebates=False)
    draw = random.Random(7)
    made = []
    for _ in range(90):
        at = FIRST + timedelta(seconds=draw.randrange(0, 35 * 86_400))
        made.append(
            deal(
                draw.choice((usd, usd, euro, euro, off)), batch=uuid.uuid4(), at=at,
                profit=Decimal(draw.randrange(-9000, 6000)) / 100,
                opened_at=at - timedelta(seconds=draw.randrange(1, 9 * 86_400)),
            )
        )  # fmt: skip
    changed(made[0], profit="-777.77")
    for days, rate in ((-9, "1.1"), (9, "1.25"), (20, "0.97")):
        record_rate(
            base="EUR", quote="USD", rate=Decimal(rate), at=FIRST + timedelta(days=days, seconds=12_345)
        )
    attribute_client(
        client_id=cast.clara.id, partner_id=cast.zoe.id, at=FIRST + timedelta(days=11, seconds=77)
    )
    set_parent(partner_id=cast.ivan.id, parent_id=cast.zoe.id, at=FIRST + timedelta(days=17, seconds=5))
    plans = [
        plan("all", "a"),
        plan("opens", "b", attribution="open"),
        plan("month", "c", base={"period": "month", "carry": "reset"}),
        plan("tree", "d", select={"tree": [str(cast.zoe.number)]}),
    ]
    everybody = {cast.clara.id, carl.id}
    of_deals = rows(everybody, plans, summed=False)
    deal(
        usd, batch=uuid.uuid4(), at=FIRST + timedelta(days=3), symbol="UNKNOWN", profit=Decimal(-1000)
    )  # parked
    found = rows(everybody, plans, summed=True)
    assert found == of_deals
    assert len(losses.summed(accounts_of(everybody), plans[:1], UNTIL)) < 40
    assert len({row[2] for row in found}) == 3, "three pools"


def test_a_pool_is_paid_when_its_month_is_over_and_explained_deal_by_deal(in_acme: Any) -> None:
    cast = family()
    plan("month", "losses", base={"period": "month", "carry": "reset"})
    of = account(cast.clara)
    deals = [
        deal(of, batch=uuid.uuid4(), at=FIRST + timedelta(days=8 + day), profit=Decimal(profit))
        for day, profit in enumerate(("-100.10", "40.05", "-0.01"))
    ]
    assert services.accrue_events(at=datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC)).lines == 0
    assert services.accrue_events(at=UNTIL).lines == 2
    assert services.accrue_events(at=UNTIL).lines == 0
    amounts = Line.objects.order_by("level").values_list("source", "party", "amount")
    assert list(amounts) == [
        ("2026-03", str(cast.ida.number), Decimal("12.0120000000")),
        ("2026-03", str(cast.ivan.number), Decimal("6.0060000000")),
    ]
    trace = trace_of(Line.objects.get(level=1))
    [base] = [step for step in trace if step["rule"] == "base.net_loss"]
    assert [fact["deal"] for fact in base["in"]["facts"]] == [f"mt5-live:{one.ticket}" for one in deals]
    assert verify() == []
