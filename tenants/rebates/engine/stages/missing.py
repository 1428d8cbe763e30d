"""Second part of stage 7: amounts of suspended partners and absent levels move, or stay with the broker."""

from decimal import Decimal

from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.portion import PARTNER, Outcome, Portion
from tenants.rebates.engine.stages.leg_view import LegView
from tenants.rebates.engine.trace import Json, step


def move_missing(outcome: Outcome, leg: LegView, rule: str) -> list[Portion]:
    portions = {portion.level: portion for portion in outcome.portions if portion.level is not None}
    for level, portion in sorted(portions.items()):
        partner = leg.whole[level - 1]
        if not leg.active(partner):
            receiver = _receiver(leg, rule, level) if portion.amount else None
            _give(leg, rule, portions, receiver, level, portion.amount, partner)
            _suspend(leg, rule, portion, receiver)
    for absent in outcome.absent:
        if absent.amount:
            receiver = _receiver(leg, rule, absent.level)
            _give(leg, rule, portions, receiver, absent.level, absent.amount, None)
    return [portions[level] for level in sorted(portions)]


def _receiver(leg: LegView, rule: str, level: int) -> int | None:
    """The level that takes over what `level` does not get."""
    if rule == "broker_keeps":
        return None
    active = [i for i, partner in enumerate(leg.whole, start=1) if leg.active(partner)]
    if rule == "roll_up":
        return next((i for i in active if i > level), None)
    if rule == "to_top":
        return active[-1] if active else None
    return 1 if 1 in active else None


def _give(
    leg: LegView,
    rule: str,
    portions: dict[int, Portion],
    receiver: int | None,
    level: int,
    amount: Decimal,
    source: str | None,
) -> None:
    if receiver is None:
        return
    portion = portions.get(receiver)
    if portion is None:
        portion = portions[receiver] = Portion(PARTNER, leg.whole[receiver - 1], receiver, leg.leg, ZERO)
    read: Json = {"from": source, "level": level, "amount": plain(amount), "before": plain(portion.amount)}
    portion.amount += amount
    portion.steps.append(step(7, f"missing.{rule}", read, portion.amount))


def _suspend(leg: LegView, rule: str, portion: Portion, receiver: int | None) -> None:
    read: Json = {
        "partner": portion.party,
        "status": "suspended",
        "amount": plain(portion.amount),
        "to": None if receiver is None else leg.whole[receiver - 1],
    }
    portion.amount, portion.reason = ZERO, "suspended"
    portion.steps.append(step(7, f"missing.{rule}", read, ZERO))
