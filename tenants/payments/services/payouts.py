"""What asking for, deciding and sending a payout have in common, and the decision itself.

requested → approved → sending → paid, or → rejected, or → failed. The money is held from the request to the end.
"""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.ledger import services as ledger
from tenants.outbox.services import announce

from ..models import Withdrawal

APPROVAL: Final = "payout"


def take_decision(*, withdrawal_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> Withdrawal:
    """After `approval.decided`. A refusal gives the money free again."""
    with transaction.atomic():
        withdrawal = locked(withdrawal_id)
        if withdrawal.state != Withdrawal.State.REQUESTED or withdrawal.approval_id != approval_id:
            return withdrawal
        if approved:
            check_approved(withdrawal)
            withdrawal.state = Withdrawal.State.APPROVED
            tell(withdrawal, "payout.approved", f"Payout of {withdrawal.money} approved")
        else:
            give_back(withdrawal, Withdrawal.State.REJECTED, "Refused by a second person.")
        withdrawal.save()
    return withdrawal


def facts(withdrawal: Withdrawal) -> dict[str, str]:
    """What the second person approves: exactly this amount to exactly this destination."""
    return {
        "partner": str(withdrawal.party_number),
        "amount": str(withdrawal.money),
        "destination": withdrawal.destination,
        "provider": withdrawal.psp_code,
    }


def check_approved(withdrawal: Withdrawal) -> None:
    assert withdrawal.approval_id is not None
    approvals.require_approved(
        approval_id=withdrawal.approval_id, facts=facts(withdrawal), money=withdrawal.money
    )


def locked(withdrawal_id: uuid.UUID) -> Withdrawal:
    withdrawal = Withdrawal.objects.select_for_update().filter(id=withdrawal_id).first()
    if withdrawal is None:
        raise NotFound("There is no such payout.")
    return withdrawal


def give_back(withdrawal: Withdrawal, state: Withdrawal.State, reason: str) -> None:
    ledger.void_hold(hold_id=withdrawal.hold_id)
    withdrawal.state, withdrawal.reason, withdrawal.finished_at = state, reason[:300], clock.now()
    text = f"Payout of {withdrawal.money} {state.label.lower()}: {reason} The money is in the wallet again."
    tell(withdrawal, "payout.rejected", text)


def tell(withdrawal: Withdrawal, event: str, text: str) -> None:
    announce(event, withdrawal_id=str(withdrawal.id), partner_id=str(withdrawal.party_id))
    note(
        subject_kind="partner", subject_id=withdrawal.party_id, verb=event, text=text, key=str(withdrawal.id)
    )
