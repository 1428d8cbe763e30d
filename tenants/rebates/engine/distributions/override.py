"""Level 1: its own rate x Q; each level above: a percent of the amount of level 1, or of the level below it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.distributions.distribution import PERCENT, Distribution, read_missing
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.parse.kinds import WHOLE, word
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.rates import read_rate
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate
from tenants.rebates.engine.portion import Outcome, Portion
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView

OF = word("direct", "previous")


@dataclass(frozen=True, slots=True)
class Qualify:
    """The sub-partner programme: what a partner above level 1 must have to earn."""

    min_rank: int
    min_subs: int
    sub_rank: int

    def judge(self, leg: "LegView", partner: str) -> tuple[bool, Json]:
        rank = leg.rank(partner)
        subs = leg.world.tree.active_subs(partner, leg.time, self.sub_rank)
        read: Json = {"rank": rank, "min_rank": self.min_rank, "subs": subs, "min_subs": self.min_subs}
        return rank >= self.min_rank and subs >= self.min_subs, {**read, "sub_rank": self.sub_rank}


@dataclass(frozen=True, slots=True)
class Override(Distribution):
    kind = "override"
    depth = None
    rate: Rate
    percents: tuple[Decimal, ...]
    of: str
    qualify: Qualify | None
    missing: str

    @classmethod
    def read(cls, row: Reader, scope: Scope) -> Self:
        return cls(
            read_rate(row, "rate", scope),
            row.each("percents", PERCENT, need=True),
            row.need("of", OF),
            _qualify(row),
            read_missing(row),
        )

    def distribute(self, leg: "LegView") -> Outcome:
        rate = leg.own(self.rate, leg.path[0])
        portions = [leg.portion(1, rate.value * leg.q, {"rate": plain(rate.value)}, rate)]
        for level in range(2, min(len(self.percents) + 1, len(leg.path)) + 1):
            below = portions[0] if self.of == "direct" else portions[-1]
            portions.append(self._above(leg, level, below.amount))
        return Outcome(portions)

    def _above(self, leg: "LegView", level: int, amount: Decimal) -> Portion:
        percent = self.percents[level - 2]
        read: Json = {"of": self.of, "amount": plain(amount), "percent": plain(percent)}
        qualified = True
        if self.qualify:
            qualified, facts = self.qualify.judge(leg, leg.path[level - 1])
            read["qualify"] = {**facts, "qualified": qualified}
        portion = leg.portion(level, percent * amount if qualified else ZERO, read)
        portion.reason = None if qualified else "not_qualified"
        return portion


def _qualify(row: Reader) -> Qualify | None:
    if not row.has("qualify"):
        row.raw("qualify")
        return None
    child = row.child("qualify")
    qualify = Qualify(*(child.get(name, WHOLE, 0) for name in ("min_rank", "min_subs", "sub_rank")))
    child.done()
    return qualify
