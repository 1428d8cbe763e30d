"""What a second person decided about a withdrawal, a partner's payout or a refund, and taking a request back.

requested → approved → sending → paid, paid in part, failed; or → rejected, cancelled. The money is held from the request on.
"""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, NotFound, Refused
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.approvals.types import Approved

from ..models import Withdrawal
from .concluding import noun_of, tell
from .indexing import index_withdrawals
from .parts import give_back_parts, locked, shrink, void_fee

PAYOUT: Final = "payout"
WITHDRAWAL: Final = "withdrawal"
REFUND: Final = "refund"
KINDS: Final = (PAYOUT, WITHDRAWAL, REFUND)
State = Withdrawal.State


def take_decision(
    *, withdrawal_id: uuid.UUID, approval_id: uuid.UUID, approved: bool, taken_back: bool = False
) -> Withdrawal:
    """After `approval.decided`. A refusal gives the money free again; what a reviewer took off the amount too."""
    with transaction.atomic():
        withdrawal = locked(withdrawal_id)
        if withdrawal.state != State.REQUESTED or withdrawal.approval_id != approval_id:
            return withdrawal
        if approved:
            _approve(withdrawal, approvals.approved(approval_id=approval_id))
        elif taken_back:
            give_back(withdrawal, State.CANCELLED, "Cancelled by the one who asked.")
        else:
            give_back(withdrawal, State.REJECTED, "Refused by a second person.")
        withdrawal.save()
    return withdrawal


def cancel_withdrawal(*, withdrawal_id: uuid.UUID, by: uuid.UUID) -> Withdrawal:
    """While nobody has decided it. The money is free again when this returns; a decision made meanwhile stands."""
    with transaction.atomic():
        known = Withdrawal.objects.filter(id=withdrawal_id).first()
        if known is None or known.approval_id is None:
            raise NotFound("There is no such withdrawal.")
        if known.state != State.REQUESTED:
            raise Conflict(
                f"This is {known.get_state_display().lower()} already and cannot be cancelled any more."
            )
        # The approval first: whoever decides holds it too, so one of the two comes first and the other hears so.
        approvals.withdraw(approval_id=known.approval_id, by=by)
        return take_decision(
            withdrawal_id=known.id, approval_id=known.approval_id, approved=False, taken_back=True
        )


def _approve(withdrawal: Withdrawal, what: Approved) -> None:
    """A reviewer may have made the amount less. From now on what is held is what is paid."""
    if what.money is not None and what.money != withdrawal.money:
        if what.money.currency != withdrawal.currency or what.money > withdrawal.money:
            raise Refused("More was approved than is held, so nothing is paid. Ask for approval again.")
        if what.money <= withdrawal.fee:
            give_back(withdrawal, State.REJECTED, "What was approved is no more than the fee.")
            return
        was = withdrawal.money
        shrink(withdrawal, what.money)
        _note_amended(
            withdrawal, f"A reviewer changed the {noun_of(withdrawal).lower()} from {was} to {what.money}"
        )
    check_approved(withdrawal)
    withdrawal.state = State.APPROVED
    tell(withdrawal, "approved", f"{noun_of(withdrawal)} of {withdrawal.money} approved")


def _note_amended(withdrawal: Withdrawal, text: str) -> None:
    is_ib = withdrawal.party_kind == Withdrawal.Party.IB
    note(
        subject_kind="partner" if is_ib else "client",
        subject_id=withdrawal.party_id,
        verb="payout.amended" if is_ib else "withdrawal.amended",
        text=text,
    )


def facts(withdrawal: Withdrawal) -> dict[str, str]:
    """What the second person approves: exactly this amount to exactly this destination by exactly these ways."""
    said = {
        "amount": str(withdrawal.money),
        "destination": withdrawal.where,
    }
    if withdrawal.party_kind == Withdrawal.Party.IB:
        return {"partner": str(withdrawal.party_number), **said, "provider": withdrawal.psp_code}
    return {
        "client": str(withdrawal.party_number),
        **said,
        "fee": str(withdrawal.fee),
        "provider": withdrawal.plan,
        "signs": withdrawal.signs,
    }


def check_approved(withdrawal: Withdrawal) -> None:
    assert withdrawal.approval_id is not None
    approvals.require_approved(
        approval_id=withdrawal.approval_id, facts=facts(withdrawal), money=withdrawal.money
    )


def give_back(withdrawal: Withdrawal, state: Withdrawal.State, reason: str) -> None:
    give_back_parts(withdrawal, reason)
    void_fee(withdrawal)
    withdrawal.state, withdrawal.reason, withdrawal.finished_at = state, reason[:300], clock.now()
    withdrawal.paid_minor = 0
    index_withdrawals([withdrawal])
    text = f"{noun_of(withdrawal)} of {withdrawal.money} {state.label.lower()}: {reason} The money is in the wallet again."
    tell(withdrawal, "rejected", text)
