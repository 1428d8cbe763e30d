"""One pot of rate x Q, cut into fixed shares by level."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.distributions.distribution import Distribution, read_missing
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.parse.kinds import FRACTION
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.rates import read_rate
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate
from tenants.rebates.engine.portion import Absent, Outcome

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView


@dataclass(frozen=True, slots=True)
class Pot(Distribution):
    kind = "pot"
    depth = None
    rate: Rate
    shares: tuple[Decimal, ...]
    missing: str

    @classmethod
    def read(cls, row: Reader, scope: Scope) -> Self:
        shares = row.each("shares", FRACTION, need=True)
        if sum(shares, ZERO) > 1:
            row.fail("shares", "together they must be at most 1")
        return cls(read_rate(row, "rate", scope), shares, read_missing(row))

    def distribute(self, leg: "LegView") -> Outcome:
        rate = leg.rate(self.rate, leg.path[0])
        portions, absent = [], []
        for level, share in enumerate(self.shares, start=1):
            amount = rate.value * leg.q * share
            if level > len(leg.path):
                absent.append(Absent(level, amount))
                continue
            read = {"rate": plain(rate.value), "share": plain(share)}
            portions.append(leg.portion(level, amount, {**read}, rate))
        return Outcome(portions, absent)
