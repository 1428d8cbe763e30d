"""Every level: what its own rate is above the highest own rate below it on the path, x Q."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.distributions.distribution import Distribution, read_depth, read_missing
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.parse.kinds import RANK
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.rates import maybe_rate, read_rate_map
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate
from tenants.rebates.engine.portion import Outcome, Portion
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView
    from tenants.rebates.engine.stages.tier import Read


@dataclass(frozen=True, slots=True)
class Gap(Distribution):
    kind = "gap"
    rates: Mapping[str, Rate]
    ranks: Mapping[int, Rate]
    same_rank_rate: Rate | None
    depth: int | None
    missing: str

    @classmethod
    def read(cls, row: Reader, scope: Scope) -> Self:
        return cls(
            read_rate_map(row, "rates", scope.names.partner, scope, need=False),
            read_rate_map(row, "ranks", RANK, scope, need=False),
            maybe_rate(row, "same_rank_rate", scope),
            read_depth(row),
            read_missing(row),
        )

    def distribute(self, leg: "LegView") -> Outcome:
        owns = [leg.own(self._rate(leg, partner), partner) for partner in leg.path]
        return Outcome([self._portion(leg, level, owns) for level in range(1, len(leg.path) + 1)])

    def _rate(self, leg: "LegView", partner: str) -> Rate:
        """A partner's entry beats its rank's."""
        entry = self.rates.get(partner)
        return self.ranks.get(leg.rank(partner), ZERO) if entry is None else entry

    def _portion(self, leg: "LegView", level: int, owns: "list[Read]") -> Portion:
        below = max((own.value for own in owns[: level - 1]), default=ZERO)
        gap = max(owns[level - 1].value - below, ZERO)
        read: Json = {"own_rate": plain(owns[level - 1].value), "highest_below": plain(below)}
        if not gap and self.same_rank_rate is not None and self._same_rank(leg, level):
            rate = leg.rate(self.same_rank_rate, leg.path[level - 1])
            read |= {"rank": leg.rank(leg.path[level - 1]), "same_rank_rate": plain(rate.value)}
            return leg.portion(level, rate.value * leg.q, read, *owns[:level], rate)
        return leg.portion(level, gap * leg.q, read, *owns[:level])

    def _same_rank(self, leg: "LegView", level: int) -> bool:
        if level == 1:
            return False
        rank = leg.rank(leg.path[level - 1])
        return rank > 0 and rank == leg.rank(leg.path[level - 2])
