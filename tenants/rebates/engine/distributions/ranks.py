"""Every level: its own rate by its rank x Q; a rank that is not listed has none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.distributions.distribution import Distribution, read_depth, read_missing
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.parse.kinds import RANK
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.rates import read_rate_map
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate
from tenants.rebates.engine.portion import Outcome, Portion

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView


@dataclass(frozen=True, slots=True)
class Ranks(Distribution):
    kind = "ranks"
    rates: Mapping[int, Rate]
    depth: int | None
    missing: str

    @classmethod
    def read(cls, row: Reader, scope: Scope) -> Self:
        rates = read_rate_map(row, "rates", RANK, scope, need=True)
        return cls(rates, read_depth(row), read_missing(row))

    def distribute(self, leg: "LegView") -> Outcome:
        return Outcome([self._portion(leg, level) for level in range(1, len(leg.path) + 1)])

    def _portion(self, leg: "LegView", level: int) -> Portion:
        partner = leg.path[level - 1]
        rank = leg.rank(partner)
        rate = leg.own(self.rates.get(rank, ZERO), partner)
        return leg.portion(level, rate.value * leg.q, {"rank": rank, "rate": plain(rate.value)}, rate)
