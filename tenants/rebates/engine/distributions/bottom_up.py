"""Level 1 receives its own rate x Q, gives its fraction up and keeps the rest, and so on; the top gives nothing.

A partner that the plan does not name in `fractions` gives up what is not its own share, if it agreed on one with the partner above.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tenants.rebates.engine.distributions.passing import Passing
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.portion import Outcome

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView


@dataclass(frozen=True, slots=True)
class BottomUp(Passing):
    kind = "bottom_up"

    def distribute(self, leg: "LegView") -> Outcome:
        rate = leg.own(self.rate, leg.path[0])
        received = rate.value * leg.q
        portions = []
        for level, partner in enumerate(leg.path, start=1):
            fraction = self.passed_by(partner, leg.agreed(level)) if level < len(leg.path) else ZERO
            passed = received * fraction
            read = {"rate": plain(rate.value), "received": plain(received), "fraction": plain(fraction)}
            portions.append(leg.portion(level, received - passed, {**read}, rate))
            received = passed
        return Outcome(portions)
