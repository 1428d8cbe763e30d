"""Ask, and decide. The room that asked reacts to `approval.decided`; nothing is done here but deciding."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.identity.models import User
from tenants.outbox import services as outbox
from tenants.staff import selectors as staff

from . import rules
from .models import Approval, Decision
from .rules import Party


def ask(
    *,
    kind: str,
    subject_id: uuid.UUID,
    title: str,
    facts: Mapping[str, Any],
    permission: str,
    requested_by: uuid.UUID | None,
    money: Money | None = None,
) -> Approval:
    """One open question a subject. Asking again with the same facts gives the question that is open."""
    plain = _plain(facts)
    fingerprint = rules.facts_hash(kind=kind, subject_id=subject_id, facts=plain, money=money)
    with transaction.atomic():
        approval, is_new = Approval.objects.get_or_create(
            kind=kind,
            subject_id=subject_id,
            state=Approval.State.PENDING,
            defaults={
                "title": title,
                "facts": plain,
                "facts_hash": fingerprint,
                "amount_minor": money.amount_minor if money else None,
                "currency": money.currency if money else "",
                "permission": permission,
                "requested_by_id": requested_by,
                "requested_at": clock.now(),
            },
        )
        if approval.facts_hash != fingerprint:
            raise Conflict("Another approval of this is open and has other facts. Decide that one first.")
        if is_new:
            _announce("approval.asked", approval, outcome="")
    return approval


def decide(
    *, approval_id: uuid.UUID, by: uuid.UUID, outcome: str, note: str = "", facts_hash: str = ""
) -> Approval:
    """`facts_hash` is what the decider's page showed; if it is given, it must be what was asked."""
    if outcome not in (Approval.State.APPROVED, Approval.State.REFUSED):
        raise InvalidInput("Decide either “approved” or “refused”.", field="outcome")
    if outcome == Approval.State.REFUSED and not note.strip():
        raise InvalidInput("Say why it is refused; the one who asked will read it.", field="note")
    with transaction.atomic():
        approval = Approval.objects.select_for_update().filter(id=approval_id).first()
        decider = User.objects.filter(id=by, is_active=True).first()
        if approval is None or decider is None:
            raise NotFound("There is no such approval.")
        rules.check_decider(
            requester=_party(approval.requested_by),
            decider=Party(decider.id, decider.person_id),
            permitted=staff.has_permission(decider, approval.permission),
        )
        _check_open(approval, facts_hash)
        _write(approval, decider, outcome, note.strip())
        _announce("approval.decided", approval, outcome=outcome)
    return approval


def require_approved(*, approval_id: uuid.UUID, facts: Mapping[str, Any], money: Money | None = None) -> None:
    """Before acting on an approval: it was given, and given to exactly this."""
    approval = Approval.objects.filter(id=approval_id, state=Approval.State.APPROVED).first()
    if approval is None:
        raise Refused("This has not been approved.")
    plain = _plain(facts)
    now = rules.facts_hash(kind=approval.kind, subject_id=approval.subject_id, facts=plain, money=money)
    if approval.facts_hash != now or approval.decision.facts_hash != now:
        raise Refused(
            "What was approved is not what would be done now. Nothing was done; ask for approval again."
        )


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """As the row will hold them, so that the fingerprint is the same before and after."""
    text = json.dumps(facts, cls=DjangoJSONEncoder)
    return dict(json.loads(text, parse_float=rules.refuse_float))


def _check_open(approval: Approval, seen: str) -> None:
    if approval.state != Approval.State.PENDING:
        raise Conflict(f"This was {approval.state} before. That decision stands.")
    if not approval.is_intact or (seen and seen != approval.facts_hash):
        raise Conflict("What is to be decided is not what was shown. Look at it again.")


def _write(approval: Approval, decider: User, outcome: str, note: str) -> None:
    at = clock.now()
    Decision.objects.create(
        approval=approval, by=decider, outcome=outcome, note=note, facts_hash=approval.facts_hash, at=at
    )
    approval.state = Approval.State(outcome)
    approval.decided_at = at
    approval.save(update_fields=["state", "decided_at"])


def _announce(event: str, approval: Approval, *, outcome: str) -> None:
    outbox.announce(
        event,
        approval_id=approval.id,
        kind=approval.kind,
        subject_id=approval.subject_id,
        outcome=outcome,
    )


def _party(user: User | None) -> Party | None:
    return Party(user.id, user.person_id) if user else None
