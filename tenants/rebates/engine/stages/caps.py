"""Stage 9: caps, each on the result before: per order, by revenue, per period."""

from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.limits.order import cap_order
from tenants.rebates.engine.limits.period import CapPeriod
from tenants.rebates.engine.limits.revenue import cap_revenue
from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.portion import Portion

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


class Caps:
    """The caps of one plan over one run; sources must come in the order of (fact time, id)."""

    def __init__(self, plan: Plan, world: "World") -> None:
        self._plan, self._world = plan, world
        pinned = world.pins.given if world.pins and world.pins.plan == plan.id else {}
        self._period = CapPeriod(plan.guards.cap_period, pinned) if plan.guards.cap_period else None

    def apply(self, portions: list[Portion], source: Source) -> None:
        guards = self._plan.guards
        if guards.cap_order is not None:
            cap_order(portions, guards.cap_order)
        if guards.cap_revenue is not None:
            cap_revenue(portions, guards.cap_revenue, source.the_deal, self._plan.currency, self._world)
        if self._period is not None:
            self._period.apply(portions, source.fact_time)
