"""Who gets what of one leg, by kind of distribution: the engine's distributions over a seat that was worked out before.

Each returns the portions by level, and what levels above the end of the path would have got.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.plan import Rate

from .portion import Portion
from .seats import Seat

Absent = list[tuple[int, Decimal]]
Shared = tuple[dict[int, Portion], Absent]


class Rates(Protocol):
    def plain(self, rate: Rate, partner: str | None) -> Decimal:
        """Without the personal ratio."""
        ...

    def own(self, rate: Rate, seat: Seat, place: int) -> Decimal:
        """Times the personal ratio of the partner at that place."""
        ...


class Legwork:
    """What a distribution works on. `path` ends at the plan's depth."""

    __slots__ = ("leg", "path", "q", "rates", "seat")

    def __init__(self, seat: Seat, depth: int | None, leg: int, q: Decimal, rates: Rates) -> None:
        self.seat, self.leg, self.q, self.rates = seat, leg, q, rates
        self.path = seat.path if depth is None else seat.path[:depth]

    def own(self, rate: Rate, place: int) -> Decimal:
        return self.rates.own(rate, self.seat, place) if self.q else ZERO

    def plain(self, rate: Rate, partner: str | None) -> Decimal:
        return self.rates.plain(rate, partner) if self.q else ZERO

    def portion(self, level: int, amount: Decimal, reason: str | None = None) -> Portion:
        return Portion(self.seat.path[level - 1], level, self.leg, amount, reason)


def levels(plan: Any, work: Legwork) -> Shared:
    rates, q = plan.rates, work.q
    reach = min(len(rates), len(work.path))
    portions = {
        level: work.portion(level, work.own(rates[level - 1], level - 1) * q) for level in range(1, reach + 1)
    }
    absent: Absent = []
    if plan.missing != "broker_keeps":
        absent = [
            (level, work.plain(rates[level - 1], None) * q) for level in range(reach + 1, len(rates) + 1)
        ]
    if plan.master and rates:
        portions = _master(plan.master, work, portions, rates[0])
    return portions, absent


def ladder(plan: Any, work: Legwork) -> Shared:
    rate = work.plain(plan.rate, work.path[0])
    portions, absent = {}, []
    for level, step_ratio in enumerate(plan.ratios, start=1):
        amount = rate * step_ratio * work.q
        if level > len(work.path):
            absent.append((level, amount))
            continue
        ratio = work.seat.ratios[level - 1]
        portions[level] = work.portion(level, amount if ratio is None else amount * ratio)
    if plan.master:
        portions = _master(plan.master, work, portions, plan.rate)
    return portions, absent


def _master(master: Any, work: Legwork, portions: dict[int, Portion], rate: Rate) -> dict[int, Portion]:
    for level, partner in enumerate(work.path[: max(master.levels, 0)], start=1):
        if partner not in master.partners:
            continue
        ratio = work.seat.ratios[level - 1]
        amount = master.ratio * work.plain(rate, work.path[0]) * work.q
        amount = amount if ratio is None else amount * ratio
        before = portions.get(level)
        if before is not None and master.mode == "add":
            amount += before.amount
        portions[level] = work.portion(level, amount)
    return {level: portions[level] for level in sorted(portions)}


def ranks(plan: Any, work: Legwork) -> Shared:
    rates, of = plan.rates, work.seat.ranks
    return {
        place + 1: work.portion(place + 1, work.own(rates.get(of[place], ZERO), place) * work.q)
        for place in range(len(work.path))
    }, []


def gap(plan: Any, work: Legwork) -> Shared:
    seat, q = work.seat, work.q
    portions = {}
    below = ZERO
    for place, partner in enumerate(work.path):
        entry = plan.rates.get(partner)
        own = work.own(plan.ranks.get(seat.ranks[place], ZERO) if entry is None else entry, place)
        rate = max(own - below, ZERO)
        same = plan.same_rank_rate
        if not rate and same is not None and _same_rank(seat, place):
            rate = work.plain(same, partner)
        portions[place + 1] = work.portion(place + 1, rate * q)
        below = max(below, own)
    return portions, []


def _same_rank(seat: Seat, place: int) -> bool:
    return place > 0 and seat.ranks[place] > 0 and seat.ranks[place] == seat.ranks[place - 1]


def pot(plan: Any, work: Legwork) -> Shared:
    rate = work.plain(plan.rate, work.path[0])
    portions, absent = {}, []
    for level, share in enumerate(plan.shares, start=1):
        amount = rate * work.q * share
        if level > len(work.path):
            absent.append((level, amount))
        else:
            portions[level] = work.portion(level, amount)
    return portions, absent


def top_down(plan: Any, work: Legwork) -> Shared:
    received = work.plain(plan.rate, work.path[0]) * work.q
    portions = {}
    for level in range(len(work.path), 0, -1):
        fraction = plan.passed_by(work.path[level - 1]) if level > 1 else ZERO
        passed = received * fraction
        portions[level] = work.portion(level, received - passed)
        received = passed
    return {level: portions[level] for level in sorted(portions)}, []


def bottom_up(plan: Any, work: Legwork) -> Shared:
    received = work.own(plan.rate, 0) * work.q
    portions = {}
    for level, partner in enumerate(work.path, start=1):
        fraction = plan.passed_by(partner, work.seat.agreed[level - 1]) if level < len(work.path) else ZERO
        passed = received * fraction
        portions[level] = work.portion(level, received - passed)
        received = passed
    return portions, []


def remainder(plan: Any, work: Legwork) -> Shared:
    left = work.plain(plan.rate, work.path[0]) * work.q
    portions = {}
    for level in range(1, min(len(plan.takes), len(work.path)) + 1):
        taken = min(work.own(plan.takes[level - 1], level - 1) * work.q, left)
        portions[level] = work.portion(level, taken)
        left -= taken
    receiver = _rest_goes_to(plan, work)
    if receiver is not None:
        before = portions[receiver].amount if receiver in portions else ZERO
        portions[receiver] = work.portion(receiver, before + left)
    return {level: portions[level] for level in sorted(portions)}, []


def _rest_goes_to(plan: Any, work: Legwork) -> int | None:
    first = len(plan.takes) + 1 if plan.rest == "next" else 1
    active = [level for level in range(first, len(work.path) + 1) if work.seat.active[level - 1]]
    if not active:
        return None
    return active[0] if plan.rest == "next" else active[-1]


def override(plan: Any, work: Legwork) -> Shared:
    portions = {1: work.portion(1, work.own(plan.rate, 0) * work.q)}
    for level in range(2, min(len(plan.percents) + 1, len(work.path)) + 1):
        below = portions[1 if plan.of == "direct" else level - 1].amount
        if plan.qualify is None or _qualifies(plan.qualify, work.seat, level - 1):
            portions[level] = work.portion(level, plan.percents[level - 2] * below)
        else:
            portions[level] = work.portion(level, ZERO, "not_qualified")
    return portions, []


def _qualifies(qualify: Any, seat: Seat, place: int) -> bool:
    ranked = seat.ranks[place] >= qualify.min_rank
    return bool(ranked and seat.subs(place, qualify.sub_rank) >= qualify.min_subs)


SHARES: dict[str, Callable[[Any, Legwork], Shared]] = {
    "levels": levels,
    "ladder": ladder,
    "ranks": ranks,
    "gap": gap,
    "pot": pot,
    "top_down": top_down,
    "bottom_up": bottom_up,
    "remainder": remainder,
    "override": override,
}


def move_missing(portions: dict[int, Portion], absent: Absent, seat: Seat, leg: int, rule: str) -> None:
    """Amounts of suspended partners and absent levels move, or stay with the broker."""
    if not seat.all_active:
        for level, portion in sorted(portions.items()):
            if not seat.active[level - 1]:
                if portion.amount:
                    _give(portions, _receiver(seat, rule, level), seat, leg, portion.amount)
                portion.amount, portion.reason = ZERO, "suspended"
    for level, amount in absent:
        if amount:
            _give(portions, _receiver(seat, rule, level), seat, leg, amount)


def _receiver(seat: Seat, rule: str, level: int) -> int | None:
    if rule == "broker_keeps":
        return None
    active = [place + 1 for place, is_active in enumerate(seat.active) if is_active]
    if rule == "roll_up":
        return next((one for one in active if one > level), None)
    if rule == "to_top":
        return active[-1] if active else None
    return 1 if 1 in active else None


def _give(portions: dict[int, Portion], receiver: int | None, seat: Seat, leg: int, amount: Decimal) -> None:
    if receiver is None:
        return
    portion = portions.get(receiver)
    if portion is None:
        portion = portions[receiver] = Portion(seat.path[receiver - 1], receiver, leg, ZERO)
    portion.amount += amount
