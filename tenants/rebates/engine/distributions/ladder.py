"""Level k: rate x ratio k x its personal ratio x Q; the broker pays the sum."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.distributions.distribution import Distribution, read_missing
from tenants.rebates.engine.distributions.master import Master, read_master
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.parse.kinds import NOT_NEGATIVE
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.rates import read_rate
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate
from tenants.rebates.engine.portion import Absent, Outcome

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView


@dataclass(frozen=True, slots=True)
class Ladder(Distribution):
    kind = "ladder"
    depth = None
    rate: Rate
    ratios: tuple[Decimal, ...]
    master: Master | None
    missing: str

    @classmethod
    def read(cls, row: Reader, scope: Scope) -> Self:
        return cls(
            read_rate(row, "rate", scope),
            row.each("ratios", NOT_NEGATIVE, need=True),
            read_master(row, scope),
            read_missing(row),
        )

    def distribute(self, leg: "LegView") -> Outcome:
        rate = leg.rate(self.rate, leg.path[0])
        portions, absent = [], []
        for level, step_ratio in enumerate(self.ratios, start=1):
            amount = rate.value * step_ratio * leg.q
            if level > len(leg.path):
                absent.append(Absent(level, amount))
                continue
            ratio = leg.ratio(leg.path[level - 1])
            read = {"rate": plain(rate.value), "level_ratio": plain(step_ratio), "ratio": plain(ratio)}
            portions.append(leg.portion(level, amount * ratio, {**read}, rate))
        if self.master:
            portions = self.master.apply(leg, portions, self.rate)
        return Outcome(portions, absent)
