"""A colleague states what became of a payout that only a person can know; another agrees, then it is booked."""

import uuid
from typing import Final

from atrium.kernel.errors import AtriumError, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client

from ..models import Payout, Withdrawal
from .results import OUTCOMES, note_payout_result

KIND: Final = "payout_result"
_WORDS: Final = {"paid": "Paid", "failed": "Not paid", "returned": "Came back"}
_WAITING: Final = (Payout.State.SENDING, Payout.State.SENT, Payout.State.UNKNOWN, Payout.State.MANUAL)


def ask_payout_result(
    *, payout_id: uuid.UUID, outcome: str, money: Money | None, reference: str, reason: str, by: uuid.UUID
) -> Approval:
    """`money`: less than the whole, where only that was paid or came back. Asked again with the same words it is the same."""
    payout = Payout.objects.select_related("withdrawal").filter(id=payout_id).first()
    if payout is None:
        raise NotFound("There is no such payout.")
    amount = _decide(payout, outcome, money, reason)
    withdrawal = payout.withdrawal
    client = _client(withdrawal)
    return approvals.ask(
        kind=KIND,
        subject_id=payout.id,
        title=f"{_WORDS[outcome]}: payout {payout.token} of {payout.money}",
        facts={
            "client": str(withdrawal.party_number),
            "payout": payout.token,
            "amount": str(amount),
            "outcome": _WORDS[outcome],
            "reference": reference.strip()[:200],
            "reason": reason.strip()[:300],
            "payout_id": str(payout.id),
            "code": outcome,
        },
        permission="payouts.approve",
        requested_by=by,
        money=amount,
        client_id=client.id if client else None,
        desk_id=client.lead.desk_id if client else None,
        country=client.country if client else "",
    )


def book_payout_result(*, approval_id: uuid.UUID) -> None:
    """After `approval.decided`. The approval's id is the key of a return, so it is booked once."""
    request = asked.approval(approval_id)
    if request.applied is not None:
        return
    what = approvals.approved(approval_id=approval_id)
    try:
        payout = note_payout_result(
            outcome=what.facts["code"],
            payout_id=uuid.UUID(what.facts["payout_id"]),
            money=what.money,
            reference=what.facts["reference"],
            reason=what.facts["reason"],
            key=f"approval:{approval_id}",
        )
    except AtriumError as refusal:
        approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
    else:
        word = payout.get_state_display().lower()
        approvals.note_result(approval_id=approval_id, done=True, text=f"The payout is {word}.")


def _decide(payout: Payout, outcome: str, money: Money | None, reason: str) -> Money:
    if outcome not in OUTCOMES:
        raise InvalidInput("Say what became of it.", field="outcome")
    if not reason.strip():
        raise InvalidInput("Say how you know; the one who approves reads it.", field="reason")
    is_back = outcome == "returned"
    fitting = (Payout.State.PAID, Payout.State.RETURNED) if is_back else _WAITING
    if payout.state not in fitting:
        raise Refused(
            f"This payout is {payout.get_state_display().lower()}, so that cannot have become of it."
        )
    most = payout.paid - payout.returned if is_back else payout.money
    amount = money or most
    if amount.currency != payout.currency or amount > most or amount.amount_minor <= 0:
        raise Refused(f"It can be at most {most}.", field="amount")
    return amount


def _client(withdrawal: Withdrawal) -> Client | None:
    if withdrawal.party_kind != Withdrawal.Party.CLIENT:
        return None
    return Client.objects.select_related("lead").filter(id=withdrawal.party_id).first()
