"""At most so much to one party for one source."""

from decimal import Decimal

from tenants.rebates.engine.limits.scale import by_party, scale
from tenants.rebates.engine.portion import Portion


def cap_order(portions: list[Portion], cap: Decimal) -> None:
    for group in by_party(portions).values():
        scale(group, cap, "cap_order", {})
