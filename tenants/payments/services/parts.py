"""The parts of a withdrawal: held one by one, ended one by one, and what they come to together."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from atrium.kernel.ids import new_id, short_token
from atrium.kernel.money import Money
from tenants.ledger import services as ledger

from .. import postings
from ..models import Deposit, Payout, Withdrawal

TOKEN: Final = "W"
State = Payout.State


@dataclass(frozen=True, slots=True)
class Part:
    """One way that some of the money takes. `words` says it to people."""

    kind: str
    route_code: str
    money: Money
    words: str
    connection_id: uuid.UUID | None = None
    deposit: Deposit | None = None


def write_parts(withdrawal: Withdrawal, parts: Iterable[Part]) -> None:
    """Inside the transaction of the request, after the withdrawal itself. The first part carries the withdrawal's own id."""
    for place, part in enumerate(parts):
        payout = Payout(
            id=new_id() if place else withdrawal.id,
            withdrawal=withdrawal,
            place=place,
            token=short_token(TOKEN),
            kind=part.kind,
            connection_id=part.connection_id,
            route_code=part.route_code,
            deposit=part.deposit,
            amount_minor=part.money.amount_minor,
            currency=part.money.currency,
        )
        payout.hold_id = ledger.hold(movement=postings.payout(payout), key=f"wd:{payout.id}").id
        payout.save(force_insert=True)


def hold_fee(withdrawal: Withdrawal) -> None:
    """Before the withdrawal is saved: what it says is held is held."""
    if withdrawal.fee:
        movement = postings.withdrawal_fee(withdrawal)
        withdrawal.fee_hold_id = ledger.hold(movement=movement, key=f"wdfee:{withdrawal.id}").id


def parts_of(withdrawal: Withdrawal) -> list[Payout]:
    return list(withdrawal.payouts.order_by("place"))


def locked_part(payout_id: uuid.UUID) -> tuple[Withdrawal, Payout]:
    """Always the withdrawal first: its parts are changed by whoever holds it."""
    known = Payout.objects.filter(id=payout_id).values_list("withdrawal_id", flat=True).first()
    if known is None:
        raise NotFound("There is no such payout.")
    withdrawal = locked(known)
    return withdrawal, Payout.objects.select_for_update(of=("self",)).select_related("deposit").get(
        id=payout_id
    )


def locked(withdrawal_id: uuid.UUID) -> Withdrawal:
    withdrawal = Withdrawal.objects.select_for_update(of=("self",)).filter(id=withdrawal_id).first()
    if withdrawal is None:
        raise NotFound("There is no such payout.")
    return withdrawal


def shrink(withdrawal: Withdrawal, to: Money) -> None:
    """A reviewer made the amount less: the last parts give first, because what came from cards goes back to cards."""
    too_much = withdrawal.money - to
    for payout in reversed(parts_of(withdrawal)):
        if not too_much:
            break
        less = min(too_much, payout.money, key=lambda money: money.amount_minor)
        too_much -= less
        ledger.void_hold(hold_id=payout.hold_id)
        if less == payout.money:
            end_part(payout, State.VOID, "Taken off by a reviewer.")
        else:
            payout.amount_minor -= less.amount_minor
            movement = postings.payout(payout)
            payout.hold_id = ledger.hold(movement=movement, key=f"wd:{payout.id}:amended").id
            payout.save(update_fields=["amount_minor", "hold_id"])
    withdrawal.asked_minor = withdrawal.asked.amount_minor
    withdrawal.amount_minor = to.amount_minor


def give_back_parts(withdrawal: Withdrawal, why: str) -> None:
    """All that has not gone out. Nothing may be under way."""
    for payout in parts_of(withdrawal):
        if payout.state == State.NEW:
            ledger.void_hold(hold_id=payout.hold_id)
            end_part(payout, State.VOID, why)


def end_part(payout: Payout, state: Payout.State, error: str = "") -> None:
    payout.state, payout.error, payout.finished_at = state, error[:300], clock.now()
    payout.lease_until = payout.look_at = None
    payout.save()


def void_fee(withdrawal: Withdrawal) -> None:
    if withdrawal.fee_hold_id is not None:
        ledger.void_hold(hold_id=withdrawal.fee_hold_id)


def take_fee(withdrawal: Withdrawal) -> None:
    if withdrawal.fee_hold_id is not None:
        ledger.settle_hold(hold_id=withdrawal.fee_hold_id)
