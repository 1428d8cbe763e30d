"""The top receives rate x Q, passes its fraction down and keeps the rest; level 1 keeps all it receives."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenants.rebates.engine.distributions.passing import Passing
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.portion import Outcome

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView


@dataclass(frozen=True, slots=True)
class TopDown(Passing):
    kind = "top_down"

    def distribute(self, leg: "LegView") -> Outcome:
        rate = leg.rate(self.rate, leg.path[0])
        received = rate.value * leg.q
        portions = []
        for level in range(len(leg.path), 0, -1):
            fraction = self.passed_by(leg.path[level - 1]) if level > 1 else ZERO
            passed = received * fraction
            read = {"rate": plain(rate.value), "received": plain(received), "fraction": plain(fraction)}
            portions.append(leg.portion(level, received - passed, {**read}, rate))
            received = passed
        return Outcome(portions[::-1])
