"""Rates out of tables, for the deal at hand. What was read is pinned, so that the line can be explained without the other deals."""

from collections.abc import Callable
from decimal import Decimal

from tenants.rebates.engine.document import Deal
from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.pins import Pins, stretch_key, value_key
from tenants.rebates.engine.plan import Plan, Rate, TierTable
from tenants.rebates.engine.tiers.convention import rate_at
from tenants.rebates.engine.tiers.marginal import average
from tenants.rebates.engine.times import Period, period_of, previous

from .seats import Seat
from .state import State, volume_scope

Stretch = tuple[Decimal, Decimal]
Totals = Callable[[str, str, str, str, Period, str], Decimal]
"""Metric, scope, partner, kind of period, period, currency → its value."""


class TierRates:
    """Rates as one plan reads them for one deal."""

    __slots__ = (
        "_currency",
        "_deal",
        "_now",
        "_read",
        "_state",
        "_stretches",
        "_totals",
        "pins",
        "provisional",
    )

    def __init__(
        self,
        plan: Plan,
        deal: Deal,
        stretches: dict[tuple[str, str, str], Stretch],
        state: State,
        totals: Totals,
        pins: Pins,
        now: int,
    ) -> None:
        self._deal, self._currency, self._now = deal, plan.currency, now
        self._stretches, self._state, self._totals, self.pins = stretches, state, totals, pins
        self._read: dict[tuple[int, str | None], Decimal] = {}
        self.provisional = False

    def plain(self, rate: Rate, partner: str | None) -> Decimal:
        if not isinstance(rate, TierTable):
            return rate
        key = (id(rate), partner)
        if key not in self._read:
            self._read[key] = self._of_table(rate, partner)
        return self._read[key]

    def own(self, rate: Rate, seat: Seat, place: int) -> Decimal:
        value = self.plain(rate, seat.path[place])
        ratio = seat.ratios[place]
        return value if ratio is None else value * ratio

    def _of_table(self, table: TierTable, partner: str | None) -> Decimal:
        if table.convention == "marginal":
            return self._marginal(table, partner)
        period = period_of(table.period, self._deal.close_time)
        if table.convention == "prospective":
            period = previous(table.period, period)
        elif period.end > self._now:
            self.provisional = True
        if partner is None:
            return rate_at(table, ZERO)
        value = self._totals(table.metric, table.scope, partner, table.period, period, self._currency)
        key = value_key(table.metric, table.scope, partner, period.name, self._currency)
        self.pins.tiers[key] = (value,)
        return rate_at(table, value)

    def _marginal(self, table: TierTable, partner: str | None) -> Decimal:
        if partner is None:
            return rate_at(table, ZERO)
        period = period_of(table.period, self._deal.close_time)
        stretch = self._stretches.get((table.period, table.scope, partner))
        if stretch is None:  # the deal does not count for this partner: it reads the rate where it stands
            value = self._state.value(
                (volume_scope(table.period, table.scope), period.start, "partner", partner)
            )
            stretch = (value, value)
        start, end = self.pins.tiers[stretch_key(table.scope, partner, period.name)] = stretch
        return rate_at(table, start) if start == end else average(table, start, end)


class PlainRates:
    """Of a plan without tables: each rate is a decimal. What would ask is left out, for it is asked for every line."""

    __slots__ = ()
    provisional = False

    def plain(self, rate: Rate, partner: str | None) -> Decimal:
        return rate  # type: ignore[return-value]

    def own(self, rate: Rate, seat: Seat, place: int) -> Decimal:
        ratio = seat.ratios[place]
        return rate if ratio is None else rate * ratio  # type: ignore[return-value, operator]


PLAIN = PlainRates()
