"""The period before sets the rate of this one."""

from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.plan import TierTable
from tenants.rebates.engine.tiers.convention import Reading
from tenants.rebates.engine.tiers.whole_period import read_period
from tenants.rebates.engine.times import period_of, previous

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def prospective(
    table: TierTable, partner: str | None, source: Source, world: "World", currency: str
) -> Reading:
    before = previous(table.period, period_of(table.period, source.fact_time))
    return read_period(table, partner, before, world, currency)
