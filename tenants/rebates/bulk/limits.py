"""Credit, caps and the client's share: stages 8 to 10."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from tenants.rebates.engine.document import Client, Deal
from tenants.rebates.engine.numbers import ONE, ZERO
from tenants.rebates.engine.pins import Pins
from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.times import period_of

from .amounts import Measure
from .portion import Portion
from .state import State, cap_scope

KINDS = ("partner", "client")
GivenAt = Callable[[str, int], Mapping[str, Decimal]]
"""Partner, time → what it gives which group of clients."""


def apply_credit(portions: Iterable[Portion], deal: Deal) -> None:
    if deal.equity is None:
        return
    coefficient = max(ZERO, deal.equity - deal.credit) / deal.equity if deal.equity > 0 else ZERO
    if coefficient == ONE:
        return
    for portion in portions:
        portion.amount *= coefficient
        if not coefficient:
            portion.deny("credit")


def apply_caps(portions: list[Portion], plan: Plan, measure: Measure, state: State, pins: Pins) -> None:
    guards = plan.guards
    if guards.cap_order is not None:
        for group in _by_party(portions):
            _scale(group, guards.cap_order)
    if guards.cap_revenue is not None and _total(portions):
        _scale(portions, max(measure.revenue() * guards.cap_revenue, ZERO))
    if guards.cap_period is not None:
        _cap_period(portions, plan, measure.deal, state, pins)


def _cap_period(portions: list[Portion], plan: Plan, deal: Deal, state: State, pins: Pins) -> None:
    cap: Any = plan.guards.cap_period
    start = period_of(cap.period, deal.close_time).start
    for group in _by_party(portions):
        party = group[0].party or ""
        kind = KINDS[group[0].is_client]
        place = (cap_scope(plan.id), start, kind, party)
        given = state.value(place)
        pins.given[f"{kind}:{party}"] = given
        _scale(group, max(cap.amount - given, ZERO))
        state.add(place, _total(group), (deal.close_time, deal.id))


def _by_party(portions: list[Portion]) -> Iterable[list[Portion]]:
    groups: dict[tuple[bool, str | None], list[Portion]] = {}
    for portion in portions:
        groups.setdefault((portion.is_client, portion.party), []).append(portion)
    return groups.values()


def _total(portions: Iterable[Portion]) -> Decimal:
    return sum((portion.amount for portion in portions), ZERO)


def _scale(portions: list[Portion], limit: Decimal) -> None:
    """Down to the limit, in proportion; nothing happens at or below it."""
    before = _total(portions)
    if before <= limit:
        return
    for portion in portions:
        amount = portion.amount
        if not amount:
            continue
        portion.amount = limit if amount == before else amount * limit / before
        if not portion.amount:
            portion.reason = portion.reason or "capped"


def share_with_client(
    portions: list[Portion], client: Client, shares_at: GivenAt, time: int
) -> list[Portion]:
    """The portions, and after them the client's own."""
    given = []
    for portion in portions:
        if portion.level != 1 or portion.is_client or portion.party is None or not portion.amount:
            continue
        shares = shares_at(portion.party, time)
        if not shares:
            continue
        fraction = shares.get("*", ZERO)
        if client.group is not None:
            fraction = shares.get(client.group, fraction)
        if fraction:
            amount = portion.amount
            given.append(Portion(client.id, None, portion.leg, amount * fraction, is_client=True))
            portion.amount = amount * (ONE - fraction)
    return portions + given if given else portions
