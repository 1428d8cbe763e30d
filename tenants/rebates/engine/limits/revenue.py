"""All amounts of the plan for a deal together: at most a fraction of the deal's revenue."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.document import Deal
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.limits.scale import scale, total
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.portion import Portion

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def cap_revenue(
    portions: list[Portion], fraction: Decimal, deal: Deal, currency: str, world: "World"
) -> None:
    if not total(portions):
        return
    measure = Measure(world, deal, currency)
    revenue = measure.revenue()
    read = {**measure.inputs, "revenue": plain(revenue), "fraction": plain(fraction)}
    scale(portions, max(revenue * fraction, ZERO), "cap_revenue", read)
