"""What became of a part: paid, paid in part, refused, returned later, or nobody can say but a person. Each is told once."""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.ledger import services as ledger

from .. import postings
from ..models import Payout
from .alerting import call_finance
from .concluding import conclude
from .parts import end_part, locked_part

State = Payout.State
OUTCOMES: Final = ("paid", "failed", "returned")
_OUT: Final = (State.SENDING, State.SENT, State.UNKNOWN, State.MANUAL)


def note_payout_result(
    *,
    outcome: str,
    payout_id: uuid.UUID | None = None,
    token: str = "",
    money: Money | None = None,
    reference: str = "",
    reason: str = "",
    key: str = "",
) -> Payout:
    """By the part's id, or by the token that the bank printed. `money`: less than the whole, where it was so.

    The same result again changes nothing; returns need a `key`, because a payment may come back in two halves.
    """
    found = _find(payout_id, token)
    if outcome == "paid":
        note_paid(payout_id=found, reference=reference, money=money)
    elif outcome == "failed":
        note_refused(payout_id=found, reason=reason or "The payment was not carried out.")
    elif outcome == "returned":
        note_returned(payout_id=found, money=money, reason=reason, key=key)
    else:
        raise InvalidInput(f"Say what became of it: {', '.join(OUTCOMES)}.", field="outcome")
    return Payout.objects.get(id=found)


def note_paid(
    *,
    payout_id: uuid.UUID,
    reference: str = "",
    money: Money | None = None,
    our_id: str = "",
    sent_as: str = "",
    proof: str = "",
) -> None:
    """`money` less than what was sent: that much is booked, and the rest is free again at the same moment."""
    with transaction.atomic():
        withdrawal, payout = locked_part(payout_id)
        if payout.state not in _OUT:
            return
        paid = payout.money if money is None else money
        if (
            our_id not in ("", str(payout.id))
            or paid.currency != payout.currency
            or paid > payout.money
            or not paid
        ):
            raise Conflict(
                f"The provider paid {paid} for {our_id or payout}, not {payout.money}. Nothing was booked; a person must look."
            )
        ledger.settle_hold(hold_id=payout.hold_id, money=None if paid == payout.money else paid)
        payout.paid_minor, payout.reference = paid.amount_minor, reference or payout.reference
        payout.sent_as, payout.proof = sent_as or payout.sent_as, proof or payout.proof
        short = "" if paid == payout.money else f"Only {paid} of {payout.money} was paid."
        end_part(payout, State.PAID, short)
        conclude(withdrawal)


def note_refused(*, payout_id: uuid.UUID, reason: str) -> None:
    """It did not go out and will not: its money is free again."""
    with transaction.atomic():
        withdrawal, payout = locked_part(payout_id)
        if payout.state not in _OUT:
            return
        ledger.void_hold(hold_id=payout.hold_id)
        end_part(payout, State.REFUSED, reason)
        conclude(withdrawal)


def note_returned(
    *,
    payout_id: uuid.UUID,
    money: Money | None = None,
    reason: str = "",
    key: str = "",
    from_suspense: bool = False,
) -> None:
    """It went out and came back, wholly or partly: a new booking gives it to the wallet. What never was paid is refused."""
    with transaction.atomic():
        withdrawal, payout = locked_part(payout_id)
        if payout.state in _OUT:
            # The news of the return came before the news of the payment, which will find it ended.
            if not from_suspense:
                note_refused(payout_id=payout_id, reason=reason or "It came back before it arrived.")
                return
            # On a statement it must have gone out before: the line that says so may stand below this one.
            note_paid(payout_id=payout_id)
            payout.refresh_from_db()
            withdrawal.refresh_from_db()
        left = payout.paid - payout.returned
        back = left if money is None else money
        if payout.state not in (State.PAID, State.RETURNED) or (money is None and not left):
            return
        if back.currency != payout.currency or back.amount_minor <= 0:
            raise InvalidInput(f"{back} cannot have come back of {payout.paid}.", field="money")
        posted = ledger.post(
            movements=postings.payout_returned(payout, back, from_suspense=from_suspense),
            key=f"back:{payout.id}:{key or 'all'}",
        )
        if posted.replayed:
            return
        if back > left:
            raise Refused(
                f"{back} cannot have come back of {left}. Nothing was booked; look at it.", field="money"
            )
        payout.returned_minor += back.amount_minor
        whole = payout.returned_minor == payout.paid_minor
        why = reason or f"{back} came back."
        end_part(payout, State.RETURNED if whole else State.PAID, why)
        conclude(withdrawal)


def needs_a_person(*, payout_id: uuid.UUID, why: str) -> None:
    """Its money stays held until somebody has looked."""
    with transaction.atomic():
        withdrawal, payout = locked_part(payout_id)
        if payout.state not in (State.SENDING, State.SENT, State.UNKNOWN):
            return
        payout.state, payout.error, payout.lease_until, payout.look_at = State.MANUAL, why[:300], None, None
        payout.save()
        conclude(withdrawal)
        call_finance(
            key=f"payout.manual:{payout.id}",
            title=f"Payout {payout.token} of {payout.money} needs a person",
            text=why,
        )


def _find(payout_id: uuid.UUID | None, token: str) -> uuid.UUID:
    known = Payout.objects.filter(id=payout_id) if payout_id else Payout.objects.filter(token=token or "-")
    found = known.values_list("id", flat=True).first()
    if found is None:
        raise NotFound("There is no such payout.")
    return found
