"""The sources of net-loss plans: one per plan, partner and period, with the sum of its facts and what is carried."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.bases.net_loss import NetLoss
from tenants.rebates.engine.document import Cash
from tenants.rebates.engine.facts.source import Pool, Source
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.stages.match import Match
from tenants.rebates.engine.stages.select import Selection
from tenants.rebates.engine.times import Period, period_of
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


@dataclass(slots=True)
class Gathered:
    sum: Decimal = ZERO
    facts: list[Json] = field(default_factory=list)
    candidates: tuple[str, ...] = ()


Pools = dict[tuple[str, str, Period], Gathered]


def net_loss_matches(world: "World") -> Iterator[Match]:
    """In the order of (plan, partner, period), so that a negative net can be carried on."""
    plans = {plan.id: plan for plan in world.scenario.plans if isinstance(plan.base, NetLoss)}
    if not plans:
        return
    pools = _gather(world)
    carried: dict[tuple[str, str], Decimal] = {}
    for key in sorted(pools, key=lambda key: (key[0], key[1], key[2].start)):
        plan_id, partner, period = key
        plan, gathered = plans[plan_id], pools[key]
        pool = Pool(
            partner, gathered.sum, carried.get((plan_id, partner), ZERO), tuple(gathered.facts), period.end
        )
        if isinstance(plan.base, NetLoss) and plan.base.carry == "carry":
            carried[plan_id, partner] = min(pool.net, ZERO)
        source = Source("period", period.name, period.last_second, pool=pool)
        legs = world.legs_of(source, period.last_second)
        yield Match(source, plan, period.last_second, legs, gathered.candidates)


def _gather(world: "World") -> Pools:
    pools: Pools = {}
    selection = Selection(world.scenario.plans, "period")
    for fact in _facts(world):
        for match in selection.winners(fact, world):
            amount = _loss(fact, match.plan, world)
            if amount is None or not isinstance(match.plan.base, NetLoss):
                continue
            period = period_of(match.plan.base.period, fact.fact_time)
            for leg in match.legs:
                key = (match.plan.id, leg.direct, period)
                gathered = pools.setdefault(key, Gathered(candidates=match.candidates))
                gathered.sum += amount * leg.share
                gathered.facts.append(
                    {fact.line_kind: fact.id, "amount": plain(amount), "share": plain(leg.share)}
                )
    return pools


def _facts(world: "World") -> Iterator[Source]:
    """Deals of accounts that may earn, bonuses and fees, in the order of their times."""
    yield from (source for source in world.deal_sources() if source.account and source.account.rebates)
    for event in world.scenario.events:
        if isinstance(event, Cash) and event.type in ("bonus", "fee"):
            yield world.event_source("period", event, event.client)


def _loss(fact: Source, plan: Plan, world: "World") -> Decimal | None:
    """What the fact adds to the pool, in the plan's currency; none if the plan does not look at it."""
    base = plan.base
    assert isinstance(base, NetLoss)
    if fact.deal is not None and fact.account is not None:
        money = (fact.deal.profit, fact.account.currency)
    elif isinstance(fact.event, Cash) and (
        base.deduct_bonuses if fact.event.type == "bonus" else base.deduct_fees
    ):
        money = (fact.event.amount, fact.event.currency)
    else:
        return None
    return -world.exchange.convert(money[0], money[1], plan.currency, fact.fact_time).result
