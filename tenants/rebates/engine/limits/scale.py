"""Scaling the portions of one group down to what a cap allows."""

from collections.abc import Iterable
from decimal import Decimal

from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.portion import Portion
from tenants.rebates.engine.trace import Json, step


def by_party(portions: Iterable[Portion]) -> dict[tuple[str, str | None], list[Portion]]:
    """A party with several portions of a source is capped on their sum."""
    groups: dict[tuple[str, str | None], list[Portion]] = {}
    for portion in portions:
        groups.setdefault((portion.party_kind, portion.party), []).append(portion)
    return groups


def total(portions: Iterable[Portion]) -> Decimal:
    return sum((portion.amount for portion in portions), ZERO)


def scale(portions: list[Portion], limit: Decimal, rule: str, read: Json) -> None:
    """Down to the limit, in proportion; nothing happens at or below it."""
    before = total(portions)
    if before <= limit:
        return
    for portion in portions:
        amount = portion.amount
        if not amount:
            continue
        portion.amount = limit if amount == before else amount * limit / before
        if not portion.amount:
            portion.reason = portion.reason or "capped"
        inputs = {**read, "amount": plain(amount), "total": plain(before), "limit": plain(limit)}
        portion.steps.append(step(9, rule, inputs, portion.amount))
