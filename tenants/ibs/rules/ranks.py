"""Which rank a partner's figures give it, and what is missing to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from atrium.kernel.errors import InvalidInput

METRICS: Final[dict[str, str]] = {
    "own_lots": "Lots of own clients",
    "downline_lots": "Lots of own clients and those of the downline",
    "active_clients": "Own clients who traded",
    "downline_clients": "Clients who traded, own and of the downline",
    "net_deposits": "Net deposits of own clients",
    "downline_deposits": "Net deposits of own clients and those of the downline",
    "sub_ibs": "Direct sub-IBs who are active",
}
"""Lots are standard lots; deposits are in the broker's currency."""

_MOST: Final = Decimal(10) ** 15
Figures = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class RankRule:
    level: int
    reach: Mapping[str, Decimal]
    keep: Mapping[str, Decimal]
    period_days: int = 30

    @property
    def needed(self) -> Mapping[str, Decimal]:
        """To stay."""
        return self.keep or self.reach


@dataclass(frozen=True, slots=True)
class Condition:
    metric: str
    value: Decimal
    target: Decimal

    @property
    def met(self) -> bool:
        return self.value >= self.target

    @property
    def percent(self) -> int:
        """How far it is, in whole per cent: never 100 before it is met."""
        if self.met:
            return 100
        return min(99, max(0, int(self.value * 100 / self.target)))


@dataclass(frozen=True, slots=True)
class Verdict:
    rank: int
    conditions: tuple[Condition, ...]
    """Those that decided it: of the rank that was reached, or of the one that was lost."""


def read_criteria(written: Mapping[str, Any], *, field: str) -> dict[str, str]:
    """Validated and plain: metric → least value. What asks for nothing is left out."""
    criteria = {}
    for metric, value in written.items():
        if metric not in METRICS:
            raise InvalidInput(f"“{metric}” is not a figure that a rank can ask for.", field=field)
        text = str(value if value is not None else "").strip()
        if not text:
            continue
        number = _number(text, field)
        if number:
            criteria[metric] = format(number.normalize(), "f")
    return criteria


def criteria_of(stored: Mapping[str, str]) -> dict[str, Decimal]:
    return {metric: Decimal(value) for metric, value in stored.items()}


def conditions(needed: Mapping[str, Decimal], figures: Figures) -> tuple[Condition, ...]:
    return tuple(
        Condition(metric, figures.get(metric, Decimal(0)), needed[metric])
        for metric in METRICS
        if metric in needed
    )


def decide(ranks: Sequence[RankRule], current: int, figures: Mapping[int, Figures]) -> Verdict:
    """`figures` by the length of the period in days. A rank without criteria is given by hand and neither reached nor lost.

    Up: the highest above whose criteria are met, whatever is in between. Else down, if the rank held is not kept: to the
    highest below that is kept.
    """
    ordered = sorted(ranks, key=lambda rank: rank.level)
    for rank in reversed(ordered):
        found = conditions(rank.reach, figures.get(rank.period_days, {}))
        if rank.level > current and found and all(each.met for each in found):
            return Verdict(rank.level, found)
    held = next((rank for rank in ordered if rank.level == current), None)
    if held is None:
        return Verdict(current, ())
    found = conditions(held.needed, figures.get(held.period_days, {}))
    if not found or all(each.met for each in found):
        return Verdict(current, found)
    return Verdict(_highest_kept(ordered, current, figures), tuple(each for each in found if not each.met))


def next_rank(ranks: Sequence[RankRule], current: int) -> RankRule | None:
    """The nearest above that can be reached by figures."""
    higher = [rank for rank in ranks if rank.level > current and rank.reach]
    return min(higher, key=lambda rank: rank.level, default=None)


def _highest_kept(ordered: Sequence[RankRule], current: int, figures: Mapping[int, Figures]) -> int:
    for rank in reversed(ordered):
        if rank.level >= current:
            continue
        found = conditions(rank.needed, figures.get(rank.period_days, {}))
        if found and all(each.met for each in found):
            return rank.level
    return 0


def _number(text: str, field: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise InvalidInput(f"“{text[:20]}” is not a number.", field=field) from None
    if not number.is_finite() or not 0 <= number < _MOST or number != round(number, 2):
        raise InvalidInput("Write a number from 0 up, with two decimals at most.", field=field)
    return number
