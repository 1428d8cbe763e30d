"""Each lot at the rate of its own step: the deal's rate is the average over the stretch of lots it fills."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.plan import TierTable
from tenants.rebates.engine.tiers.convention import Reading, inputs_of, rate_at
from tenants.rebates.engine.times import period_of

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def marginal(table: TierTable, partner: str | None, source: Source, world: "World", currency: str) -> Reading:
    deal = source.the_deal
    start = end = ZERO
    if partner is not None:
        start, end = world.metrics.stretch(table.scope, partner, table.period, deal)
    inputs = inputs_of(table, partner, period_of(table.period, deal.close_time).name, start)
    inputs["lots"] = plain(end - start)
    return Reading(rate_at(table, start) if end == start else average(table, start, end), inputs)


def average(table: TierTable, start: Decimal, end: Decimal) -> Decimal:
    """Weighted by the part of the stretch in each step; the part below the first step has rate 0."""
    total = ZERO
    for i, step in enumerate(table.steps):
        top = table.steps[i + 1].start if i + 1 < len(table.steps) else end
        part = min(end, top) - max(start, step.start)
        if part > 0:
            total += part * step.rate
    return total / (end - start)
