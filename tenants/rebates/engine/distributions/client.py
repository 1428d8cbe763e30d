"""The client itself: rate x Q, the broker's cashback."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.distributions.distribution import Distribution
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.rates import read_rate
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate
from tenants.rebates.engine.portion import Outcome

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView


@dataclass(frozen=True, slots=True)
class ToClient(Distribution):
    kind = "client"
    depth = None
    missing = "broker_keeps"
    rate: Rate

    @classmethod
    def read(cls, row: Reader, scope: Scope) -> Self:
        return cls(read_rate(row, "rate", scope))

    def distribute(self, leg: "LegView") -> Outcome:
        """The view holds the first leg's path, or none; a table is read for its level 1."""
        rate = leg.rate(self.rate, leg.whole[0] if leg.whole else None)
        return Outcome([leg.client_portion(rate.value * leg.q, {"rate": plain(rate.value)}, rate)])
