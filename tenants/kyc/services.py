"""Verbs on KYC checks."""

import uuid
from datetime import date
from typing import Final

from django.db import transaction

from atrium.brokers.types import BrokerOrder
from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.clients.services import set_kyc_level
from tenants.identity.models import User
from tenants.outbox.services import announce
from tenants.staff.selectors import has_permission

from . import rules
from .models import Check, Policy

APPROVAL: Final = "kyc"


def create_default_policy(_order: BrokerOrder) -> None:
    Policy.objects.get_or_create(id=1)


def set_policy(*, live_requires_level: int, deposit_requires_level: int) -> None:
    Policy.objects.filter(id=1).update(
        live_requires_level=live_requires_level, deposit_requires_level=deposit_requires_level
    )


@transaction.atomic
def submit_check(
    *, client: Client, document: str, document_number: str, birth_date: date, expires_on: date, level: int = 1
) -> Check:
    fault = rules.fault_of_papers(birth_date=birth_date, expires_on=expires_on, today=clock.now().date())
    if fault:
        raise InvalidInput(fault[1], field=fault[0])
    if Check.objects.filter(client=client, level=level, state=Check.State.PENDING).exists():
        raise Conflict(
            "Your documents are being reviewed already. You will hear from us; nothing else is needed now."
        )
    check = Check.objects.create(
        client=client,
        level=level,
        document=document,
        document_number=document_number.strip(),
        birth_date=birth_date,
        expires_on=expires_on,
        submitted_at=clock.now(),
    )
    _ask(check)
    note(subject_kind="client", subject_id=client.id, verb="kyc.submitted", text=f"{check} sent for review")
    announce("kyc.submitted", check_id=str(check.id), client_id=str(client.id))
    return check


def decide_check(*, check_id: uuid.UUID, by: User, approve: bool, reason: str = "") -> Check:
    """On the card: the same decision as in the queue of approvals. A chain may want more people after this one."""
    if not has_permission(by, "kyc.decide"):
        raise NotFound("There is no such check.")
    if not approve and not reason.strip():
        raise Refused("A refusal needs a reason; the client will read it.", field="reason")
    with transaction.atomic():
        check = _locked(check_id)
        if check.state != Check.State.PENDING:
            raise Conflict(
                f"This check was {check.get_state_display().lower()} already. Nothing was changed."
            )
        outcome = "approved" if approve else "refused"
        decided = approvals.decide(approval_id=_ask(check).id, by=by.id, outcome=outcome, note=reason)
        if decided.state != decided.State.PENDING:
            check = take_decision(check_id=check_id, approval_id=decided.id, approved=approve)
    return check


@transaction.atomic
def take_decision(*, check_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> Check:
    """After `approval.decided`. Told twice, it counts once."""
    check = _locked(check_id)
    if check.state != Check.State.PENDING:
        return check
    request = asked.approval(approval_id)
    last = request.decision
    if approved:
        approvals.require_approved(approval_id=approval_id, facts=_facts(check))
    check.state = Check.State.APPROVED if approved else Check.State.REFUSED
    check.reason = last.note if last else "Taken back."
    check.decided_at, check.decided_by = clock.now(), last.by if last else None
    check.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    if approved:
        set_kyc_level(client_id=check.client_id, level=check.level)
        approvals.note_result(approval_id=approval_id, done=True, text=f"Verified for level {check.level}")
    note(
        subject_kind="client",
        subject_id=check.client_id,
        verb=f"kyc.{check.state}",
        text=f"{check} {check.state}",
    )
    announce("kyc.decided", check_id=str(check.id), client_id=str(check.client_id), state=check.state)
    return check


def _ask(check: Check) -> Approval:
    """One request a check: asking again gives the one that is open."""
    client = Client.objects.select_related("lead").get(id=check.client_id)
    return approvals.ask(
        kind=APPROVAL,
        subject_id=check.id,
        title=f"Verify {client.lead.name} (client {client.number}) for level {check.level}",
        facts=_facts(check),
        permission="kyc.decide",
        requested_by=client.user_id,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )


def _facts(check: Check) -> dict[str, str]:
    """What is approved: exactly these papers, for exactly this level."""
    return {
        "client": str(check.client.number),
        "level": str(check.level),
        "document": check.get_document_display(),
        "document_number": check.document_number,
        "birth_date": check.birth_date.isoformat(),
        "expires_on": check.expires_on.isoformat(),
    }


def _locked(check_id: uuid.UUID) -> Check:
    check = Check.objects.select_for_update(of=("self",)).select_related("client").filter(id=check_id).first()
    if check is None:
        raise NotFound("There is no such check.")
    return check
