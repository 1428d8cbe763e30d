"""Verbs on KYC checks."""

import uuid
from datetime import date

from django.db import transaction

from atrium.brokers.types import BrokerOrder
from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.clients.services import set_kyc_level
from tenants.identity.models import User
from tenants.outbox.services import announce
from tenants.staff.selectors import has_permission

from . import rules
from .models import Check, Policy


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
    note(subject_kind="client", subject_id=client.id, verb="kyc.submitted", text=f"{check} sent for review")
    announce("kyc.submitted", check_id=str(check.id), client_id=str(client.id))
    return check


@transaction.atomic
def decide_check(*, check_id: uuid.UUID, by: User, approve: bool, reason: str = "") -> Check:
    if not has_permission(by, "kyc.decide"):
        raise NotFound("There is no such check.")
    check = Check.objects.select_for_update().filter(id=check_id).first()
    if check is None:
        raise NotFound("There is no such check.")
    if check.state != Check.State.PENDING:
        raise Conflict(f"This check was {check.get_state_display().lower()} already. Nothing was changed.")
    if not approve and not reason.strip():
        raise Refused("A refusal needs a reason; the client will read it.", field="reason")
    check.state = Check.State.APPROVED if approve else Check.State.REFUSED
    check.reason, check.decided_at, check.decided_by = reason.strip(), clock.now(), by
    check.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    if approve:
        set_kyc_level(client_id=check.client_id, level=check.level)
    note(
        subject_kind="client",
        subject_id=check.client_id,
        verb=f"kyc.{check.state}",
        text=f"{check} {check.state}",
    )
    announce("kyc.decided", check_id=str(check.id), client_id=str(check.client_id), state=check.state)
    return check
