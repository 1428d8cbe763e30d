"""A master partner gets a ratio of the base of level 1, instead of or on top of its own amount, even beyond the list."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.parse.kinds import NOT_NEGATIVE, WHOLE, word
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate
from tenants.rebates.engine.portion import Portion
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.stages.leg_view import LegView

MODE = word("replace", "add")


@dataclass(frozen=True, slots=True)
class Master:
    partners: frozenset[str]
    ratio: Decimal
    mode: str
    levels: int

    def apply(self, leg: "LegView", portions: list[Portion], rate: Rate) -> list[Portion]:
        """`rate` is the rate of level 1."""
        by_level = {portion.level: portion for portion in portions}
        for level, partner in enumerate(leg.path[: max(self.levels, 0)], start=1):
            if partner in self.partners:
                by_level[level] = self._portion(leg, level, partner, by_level.get(level), rate)
        return [by_level[level] for level in sorted(by_level, key=lambda level: level or 0)]

    def _portion(
        self, leg: "LegView", level: int, partner: str, before: Portion | None, rate: Rate
    ) -> Portion:
        base, ratio = leg.rate(rate, leg.path[0]), leg.ratio(partner)
        amount = self.ratio * base.value * leg.q * ratio
        read: Json = {
            "master": self.mode,
            "master_ratio": plain(self.ratio),
            "base_rate": plain(base.value),
            "ratio": plain(ratio),
        }
        if before is not None and self.mode == "add":
            read["before"] = plain(before.amount)
            amount += before.amount
        portion = leg.portion(level, amount, read, base)
        if before is not None and self.mode == "add":
            portion.steps = _in_order(before.steps + portion.steps)
        return portion


def _in_order(steps: list[Json]) -> list[Json]:
    return sorted(steps, key=lambda step: 6 if step["step"] == 6 else 7)


def read_master(row: Reader, scope: Scope) -> Master | None:
    if not row.has("master"):
        row.raw("master")
        return None
    child = row.child("master")
    master = Master(
        frozenset(child.each("partners", scope.names.partner, need=True)),
        child.need("ratio", NOT_NEGATIVE),
        child.need("mode", MODE),
        child.get("levels", WHOLE, 100),
    )
    child.done()
    return master
