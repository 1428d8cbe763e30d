"""What asking for, deciding and sending a payout have in common, and the decision itself.

requested → approved → sending → paid, or → rejected, or → failed. The money is held from the request to the end.
"""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import NotFound, Refused
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.approvals.types import Approved
from tenants.ledger import services as ledger
from tenants.outbox.services import announce

from .. import postings
from ..models import Withdrawal

APPROVAL: Final = "payout"


def take_decision(
    *, withdrawal_id: uuid.UUID, approval_id: uuid.UUID, approved: bool, taken_back: bool = False
) -> Withdrawal:
    """After `approval.decided`. A refusal gives the money free again; what a reviewer took off the amount too."""
    with transaction.atomic():
        withdrawal = locked(withdrawal_id)
        if withdrawal.state != Withdrawal.State.REQUESTED or withdrawal.approval_id != approval_id:
            return withdrawal
        if approved:
            _take_amended(withdrawal, approvals.approved(approval_id=approval_id))
            check_approved(withdrawal)
            withdrawal.state = Withdrawal.State.APPROVED
            tell(withdrawal, "payout.approved", f"Payout of {withdrawal.money} approved")
        else:
            why = "Cancelled by the one who asked." if taken_back else "Refused by a second person."
            give_back(withdrawal, Withdrawal.State.REJECTED, why)
        withdrawal.save()
    return withdrawal


def _take_amended(withdrawal: Withdrawal, what: Approved) -> None:
    """A reviewer may have made the amount less. The whole was held until now; from now on what is held is what is paid."""
    if what.money is None or what.money == withdrawal.money:
        return
    if what.money.currency != withdrawal.currency or what.money > withdrawal.money:
        raise Refused("More was approved than is held, so nothing is paid. Ask for approval again.")
    was = withdrawal.money
    ledger.void_hold(hold_id=withdrawal.hold_id)
    withdrawal.amount_minor = what.money.amount_minor
    movement = postings.withdrawal(withdrawal)
    withdrawal.hold_id = ledger.hold(movement=movement, key=f"wd:{withdrawal.id}:amended").id
    text = f"A reviewer changed the payout from {was} to {withdrawal.money}"
    note(subject_kind="partner", subject_id=withdrawal.party_id, verb="payout.amended", text=text)


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
