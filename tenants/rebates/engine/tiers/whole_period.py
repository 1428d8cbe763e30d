"""Retroactive: the value of the entire period that holds the fact, later deals included."""

from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.plan import TierTable
from tenants.rebates.engine.tiers.convention import Reading, inputs_of, rate_at
from tenants.rebates.engine.times import Period, period_of

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def whole_period(
    table: TierTable, partner: str | None, source: Source, world: "World", currency: str
) -> Reading:
    period = period_of(table.period, source.fact_time)
    return read_period(table, partner, period, world, currency)


def read_period(
    table: TierTable, partner: str | None, period: Period, world: "World", currency: str
) -> Reading:
    value = ZERO
    if partner is not None:
        value = world.metrics.value(table.metric, table.scope, partner, table.period, period, currency)
    return Reading(rate_at(table, value), inputs_of(table, partner, period.name, value))
