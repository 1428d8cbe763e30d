"""Level k: its own rate k x Q."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.distributions.distribution import Distribution, read_missing
from tenants.rebates.engine.distributions.master import Master, read_master
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.rates import read_rates
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate
from tenants.rebates.engine.portion import Absent, Outcome, Portion

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView


@dataclass(frozen=True, slots=True)
class Levels(Distribution):
    kind = "levels"
    depth = None
    rates: tuple[Rate, ...]
    master: Master | None
    missing: str

    @classmethod
    def read(cls, row: Reader, scope: Scope) -> Self:
        return cls(read_rates(row, "rates", scope), read_master(row, scope), read_missing(row))

    def distribute(self, leg: "LegView") -> Outcome:
        reach = min(len(self.rates), len(leg.path))
        portions = [self._portion(leg, level) for level in range(1, reach + 1)]
        absent = [
            Absent(level, leg.rate(self.rates[level - 1], None).value * leg.q)
            for level in range(reach + 1, len(self.rates) + 1)
        ]
        if self.master and self.rates:
            portions = self.master.apply(leg, portions, self.rates[0])
        return Outcome(portions, absent)

    def _portion(self, leg: "LegView", level: int) -> Portion:
        rate = leg.own(self.rates[level - 1], leg.path[level - 1])
        return leg.portion(level, rate.value * leg.q, {"rate": plain(rate.value)}, rate)
