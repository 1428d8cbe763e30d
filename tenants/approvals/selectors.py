"""The queue of open questions and the history of answers. The first argument is who is looking."""

import uuid

from django.db.models import QuerySet

from atrium.kernel.errors import NotFound
from tenants.identity.models import User
from tenants.staff import selectors as staff

from .models import Approval


def queue_for(user: User) -> QuerySet[Approval]:
    """What waits, oldest first, for anybody who may see the queue; whether one may decide is asked per question."""
    if not staff.has_permission(user, "approvals.view"):
        return Approval.objects.none()
    return _rows().filter(state=Approval.State.PENDING).order_by("requested_at", "id")


def decided_for(user: User) -> QuerySet[Approval]:
    if not staff.has_permission(user, "approvals.view"):
        return Approval.objects.none()
    return _rows().exclude(state=Approval.State.PENDING).order_by("-decided_at", "-id")


def approval_for(user: User, approval_id: uuid.UUID) -> Approval:
    approval = _rows().filter(id=approval_id).first()
    if approval is None or not staff.has_permission(user, "approvals.view"):
        raise NotFound("There is no such approval.")
    return approval


def may_decide(user: User, approval: Approval) -> bool:
    """For drawing the buttons; `services.decide` asks again."""
    requester = approval.requested_by
    own = requester is not None and requester.person_id == user.person_id
    return (
        approval.state == Approval.State.PENDING
        and not own
        and staff.has_permission(user, approval.permission)
    )


def approval(approval_id: uuid.UUID) -> Approval:
    """For rooms that asked: nobody in particular is looking."""
    found = _rows().filter(id=approval_id).first()
    if found is None:
        raise NotFound("There is no such approval.")
    return found


def _rows() -> QuerySet[Approval]:
    return Approval.objects.select_related("requested_by", "decision__by")
