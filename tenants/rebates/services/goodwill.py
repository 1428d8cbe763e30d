"""Goodwill for a dispute: an amount that no rule gives, asked for by one, agreed to by another, booked once to the wallet."""

import uuid
from typing import Final

from django.db import IntegrityError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.ledger import services as ledger
from tenants.notifications.services import notify
from tenants.outbox.services import announce
from tenants.staff.models import Member

from .. import postings
from ..models import Dispute, Goodwill
from .disputes import PERMISSION

KIND: Final = "dispute_goodwill"
APPROVES: Final = "rebates.approve"


@transaction.atomic
def ask_goodwill(*, dispute_id: uuid.UUID, money: Money, explanation: str, by: Member) -> Goodwill:
    """In the partner's currency. Whatever the answer to the question is; nothing is booked before somebody else agreed."""
    if not by.allows(PERMISSION):
        raise NotFound("There is no such dispute, or it is not yours to decide.")
    dispute = Dispute.objects.select_related("partner").filter(id=dispute_id).first()
    if dispute is None:
        raise NotFound("There is no such dispute.")
    if dispute.state == Dispute.State.WITHDRAWN:
        raise Refused("The partner took the question back. Nothing was asked.")
    if money.currency != dispute.partner.currency or money.amount_minor <= 0:
        raise InvalidInput(
            f"Write an amount above zero in {dispute.partner.currency}. Nothing was asked.", field="amount"
        )
    explanation = " ".join(explanation.split())
    if len(explanation) < 5:
        raise InvalidInput("Say in a sentence why. Nothing was asked.", field="why")
    row = Goodwill(
        dispute=dispute, partner_number=dispute.partner.number, amount_minor=money.amount_minor,
        currency=money.currency, explanation=explanation[:400], requested_by=by.user_id,
    )  # fmt: skip
    row.approval_id = approvals.ask(
        kind=KIND,
        subject_id=row.id,
        title=f"{money} goodwill for {dispute.partner.name}",
        facts=_facts(row, dispute),
        permission=APPROVES,
        requested_by=by.user_id,
        money=money,
    ).id
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("Goodwill was given or asked for already. Nothing was asked again.") from error
    note(
        subject_kind="dispute",
        subject_id=dispute.id,
        verb="goodwill",
        text=f"{by.user.name} asks for {money} goodwill",
    )
    announce("dispute.changed", dispute_id=str(dispute.id), partner_id=str(dispute.partner_id))
    return row


@transaction.atomic
def take_goodwill_decision(*, goodwill_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> None:
    """A second telling changes nothing."""
    rows = Goodwill.objects.select_for_update(of=("self",)).select_related("dispute__partner__user")
    row = rows.filter(id=goodwill_id, approval_id=approval_id).first()
    if row is None or row.state != Goodwill.State.WAITING:
        return
    row.ended_at = clock.now()
    row.state = Goodwill.State.PAID if approved and _pay(row, approval_id) else Goodwill.State.REFUSED
    row.save(update_fields=["state", "ended_at"])
    dispute = row.dispute
    said = "is in the wallet" if row.state == Goodwill.State.PAID else "was not agreed to"
    note(
        subject_kind="dispute", subject_id=dispute.id, verb="goodwill", text=f"Goodwill of {row.money} {said}"
    )
    announce("dispute.changed", dispute_id=str(dispute.id), partner_id=str(dispute.partner_id))
    if row.state == Goodwill.State.PAID:
        notify(
            users=[dispute.partner.user_id], kind="payout.goodwill", title=f"{row.money} is in your wallet",
            text=row.explanation, url=f"/disputes/{dispute.id}/", key=f"goodwill:{row.id}",
        )  # fmt: skip


def _pay(row: Goodwill, approval_id: uuid.UUID) -> bool:
    try:
        approvals.require_approved(approval_id=approval_id, facts=_facts(row, row.dispute), money=row.money)
    except AtriumError as refusal:
        approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
        return False
    movement = postings.goodwill(partner_number=row.partner_number, money=row.money)
    ledger.post(movements=[movement], key=f"goodwill:{row.id}")
    approvals.note_result(approval_id=approval_id, done=True, text=f"{row.money} booked")
    return True


def _facts(row: Goodwill, dispute: Dispute) -> dict[str, str]:
    return {
        "dispute": str(dispute.number),
        "partner": f"{dispute.partner.number} {dispute.partner.name}",
        "amount": str(row.money),
        "why": row.explanation,
    }
