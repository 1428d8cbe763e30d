"""From one pot each level takes its own rate, at most what is left; the rest goes to one partner above."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.distributions.distribution import Distribution, read_missing
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.parse.kinds import word
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.rates import read_rate, read_rates
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate
from tenants.rebates.engine.portion import Outcome, Portion

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView
    from tenants.rebates.engine.stages.tier import Read

REST = word("next", "top")


@dataclass(frozen=True, slots=True)
class Remainder(Distribution):
    kind = "remainder"
    depth = None
    rate: Rate
    takes: tuple[Rate, ...]
    rest: str
    missing: str

    @classmethod
    def read(cls, row: Reader, scope: Scope) -> Self:
        return cls(
            read_rate(row, "rate", scope),
            read_rates(row, "takes", scope),
            row.get("rest", REST, "next"),
            read_missing(row),
        )

    def distribute(self, leg: "LegView") -> Outcome:
        rate = leg.rate(self.rate, leg.path[0])
        left = rate.value * leg.q
        portions: dict[int, Portion] = {}
        for level in range(1, min(len(self.takes), len(leg.path)) + 1):
            take = leg.own(self.takes[level - 1], leg.path[level - 1])
            taken = min(take.value * leg.q, left)
            read = {"rate": plain(rate.value), "take": plain(take.value), "left": plain(left)}
            portions[level] = leg.portion(level, taken, {**read}, rate, take)
            left -= taken
        receiver = self._receiver(leg)
        if receiver is not None:
            portions[receiver] = self._with_rest(leg, receiver, portions.get(receiver), left, rate)
        return Outcome([portions[level] for level in sorted(portions)])

    def _receiver(self, leg: "LegView") -> int | None:
        """The level that gets the rest: active, above the last take or highest of the path."""
        first = len(self.takes) + 1 if self.rest == "next" else 1
        active = [level for level in range(first, len(leg.path) + 1) if leg.active(leg.path[level - 1])]
        if not active:
            return None
        return active[0] if self.rest == "next" else active[-1]

    def _with_rest(
        self, leg: "LegView", level: int, taken: Portion | None, rest: Decimal, rate: "Read"
    ) -> Portion:
        before = taken.amount if taken else ZERO
        read = {"rate": plain(rate.value), "taken": plain(before), "rest": plain(rest)}
        portion = leg.portion(level, before + rest, {**read}, *(() if taken else (rate,)))
        portion.steps = (taken.steps if taken else []) + portion.steps
        return portion
