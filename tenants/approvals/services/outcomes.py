"""What was decided, for the room that carries it out, and what became of it there."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Refused
from atrium.kernel.money import Money

from .. import rules
from ..models import Approval
from ..types import Approved
from .rows import announce, locked, plain

_OTHER = "What was approved is not what would be done now. Nothing was done; ask for approval again."


def require_approved(*, approval_id: uuid.UUID, facts: Mapping[str, Any], money: Money | None = None) -> None:
    """Before acting on an approval: it was given, and given to exactly this."""
    found = _approved(approval_id)
    now = rules.facts_hash(kind=found.kind, subject_id=found.subject_id, facts=plain(facts), money=money)
    if found.facts_hash != now:
        raise Refused(_OTHER)


def approved(*, approval_id: uuid.UUID) -> Approved:
    """What to carry out: the facts and the amount that the last decider saw, amendments included."""
    found = _approved(approval_id)
    return Approved(found.facts, found.money)


@transaction.atomic
def note_result(*, approval_id: uuid.UUID, done: bool, text: str = "") -> None:
    """Carried out, or why it was not possible. The first word stands."""
    approval = locked(approval_id)
    if approval.applied is not None:
        return
    approval.applied, approval.applied_at, approval.result = done, clock.now(), text[:400]
    approval.save(update_fields=["applied", "applied_at", "result"])
    announce("approval.applied", approval, outcome="done" if done else "failed")


def _approved(approval_id: uuid.UUID) -> Approval:
    found = Approval.objects.filter(id=approval_id, state=Approval.State.APPROVED).first()
    if found is None:
        raise Refused("This has not been approved.")
    last = found.decision
    if not found.is_intact or last is None or last.facts_hash != found.facts_hash:
        raise Refused(_OTHER)
    return found
