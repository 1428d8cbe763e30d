"""What nobody decided in time: more people may, and those are told. Once a step."""

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from tenants.notifications.services import notify

from .. import standing
from ..models import Approval, Step
from .rows import announce, locked

_AT_ONCE: Final = 200


def escalate_due(at: datetime | None = None) -> int:
    """How many steps were escalated. Safe to run twice at once: each row is taken by one of the two."""
    at = at or clock.now()
    due = Step.objects.filter(state=Step.State.OPEN, escalated_at=None, due_at__lte=at)
    ids = list(due.order_by("due_at").values_list("approval_id", flat=True)[:_AT_ONCE])
    return sum(_escalate(approval_id, at) for approval_id in ids)


def _escalate(approval_id: uuid.UUID, at: datetime) -> bool:
    with transaction.atomic():
        approval = locked(approval_id)
        step = standing.open_step(approval)
        if step is None or step.escalated_at or not step.due_at or step.due_at > at:
            return False
        step.escalated_at = approval.escalated_at = at
        step.save(update_fields=["escalated_at"])
        approval.save(update_fields=["escalated_at"])
        announce("approval.escalated", approval, outcome="")
        _tell(approval, step)
    return True


def _tell(approval: Approval, step: Step) -> None:
    added = f" {step.escalate_role_name} may decide it now too." if step.escalate_role_name else ""
    notify(
        users=standing.members_for(step, approval),
        kind="approval.escalated",
        title=f"Overdue: {approval.title}",
        text=f"Step {step.place} should have been decided by now.{added}",
        url=f"/approvals/{approval.id}/",
        key=f"approval.escalated:{step.id}",
        urgent=True,
    )
