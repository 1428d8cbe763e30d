"""At most so much to one party from one plan in a period; what the plan gave before counts."""

from collections.abc import Mapping
from decimal import Decimal

from tenants.rebates.engine.limits.scale import by_party, scale, total
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.plan import PeriodCap
from tenants.rebates.engine.portion import Portion
from tenants.rebates.engine.times import period_of

Room = dict[tuple[str, str | None, int], Decimal]


class CapPeriod:
    """Remembers what was given; sources must come in the order of (fact time, id)."""

    def __init__(self, cap: PeriodCap, pinned: Mapping[str, Decimal]) -> None:
        self._cap, self._pinned = cap, pinned
        self._given: Room = {}

    def apply(self, portions: list[Portion], fact_time: int) -> None:
        period = period_of(self._cap.period, fact_time)
        for (kind, party), group in by_party(portions).items():
            key = (kind, party, period.start)
            given = self._given.get(key, self._pinned.get(f"{kind}:{party}", ZERO))
            read = {"period": period.name, "cap": plain(self._cap.amount), "given": plain(given)}
            scale(group, max(self._cap.amount - given, ZERO), "cap_period", {**read})
            self._given[key] = given + total(group)
