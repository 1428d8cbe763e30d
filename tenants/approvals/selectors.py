"""The queue of open questions and the history of answers. The first argument is who is looking."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet

from atrium.kernel import clock
from atrium.kernel.counting import Count
from atrium.kernel.errors import NotFound
from tenants.identity.models import User
from tenants.staff.models import Member

from . import seats, sight
from .models import Amendment, Approval, Chain, Decision, Delegation, Policy, Step
from .standing import standing_of, who_could

__all__ = [
    "amendments_of",
    "anything_asked",
    "anything_waits",
    "approval",
    "approval_for",
    "asked_by",
    "chains_in_force",
    "counts_for",
    "decided_for",
    "decisions_of",
    "delegations_by",
    "may_decide",
    "overdue_for",
    "policies_in_force",
    "queue_for",
    "requests_of_client",
    "standing_of",
    "steps_of",
    "versions_of",
    "visible_to",
    "waiting_count",
    "waiting_for",
    "who_could",
]


def visible_to(user: User, *, member: Member | None = None) -> QuerySet[Approval]:
    """What is in one's own sight, and in that of colleagues for whom one decides now. `member` as in `waiting_for`."""
    sitting = seats.seats_of(user, clock.now(), member=member)
    return _rows().filter(seats.union(sight.seen_by(acting.holder) for acting, _ in sitting))


def queue_for(user: User) -> QuerySet[Approval]:
    """What waits, oldest first, for anybody who may see it; whether one may decide is asked per question."""
    return visible_to(user).filter(state=Approval.State.PENDING).order_by("requested_at", "id")


def waiting_for(user: User, *, member: Member | None = None) -> QuerySet[Approval]:
    """What waits for this person: they could approve it now, by their own authority or by one handed to them.

    `member`: the same person as a colleague, where the caller has just asked.
    """
    return _rows().filter(id__in=_waiting(user, member).values("id")).order_by("requested_at", "id")


def anything_waits() -> Count:
    """One when some request waits for anybody, else none: asked for every page, before anything more is worked out."""
    return Count(
        "SELECT count(*) FROM (SELECT FROM approvals_approval WHERE state = 'pending' LIMIT 1) AS one"
    )


def waiting_count(user: User, *, member: Member | None = None) -> int:
    """How many `waiting_for` lists."""
    return _waiting(user, member).distinct().count()


def overdue_for(user: User) -> QuerySet[Approval]:
    return queue_for(user).filter(due_at__lte=clock.now())


def asked_by(user: User) -> QuerySet[Approval]:
    """Newest first, whatever became of them."""
    return _rows().filter(requested_by__person_id=user.person_id).order_by("-requested_at", "-id")


def decided_for(user: User) -> QuerySet[Approval]:
    return visible_to(user).exclude(state=Approval.State.PENDING).order_by("-decided_at", "-id")


def anything_asked(client_id: uuid.UUID) -> bool:
    """Whether there was ever a request about this client, whoever may see it."""
    return Approval.objects.filter(client_id=client_id).exists()


def requests_of_client(client_id: uuid.UUID, user: User) -> QuerySet[Approval]:
    """What a client asked for themselves, newest first."""
    return _rows().filter(client_id=client_id, requested_by=user).order_by("-requested_at", "-id")


def counts_for(user: User) -> dict[str, int]:
    return {
        "mine": waiting_count(user),
        "all": queue_for(user).count(),
        "overdue": overdue_for(user).count(),
        "asked": asked_by(user).filter(state=Approval.State.PENDING).count(),
    }


def approval_for(user: User, approval_id: uuid.UUID) -> Approval:
    found = visible_to(user).filter(id=approval_id).first()
    if found is None:
        raise NotFound("There is no such approval.")
    return found


def may_decide(user: User, approval: Approval) -> bool:
    """For drawing the buttons; `services.decide` asks again."""
    return waiting_for(user).filter(id=approval.id).exists()


def approval(approval_id: uuid.UUID) -> Approval:
    """For rooms that asked: nobody in particular is looking."""
    found = _rows().filter(id=approval_id).first()
    if found is None:
        raise NotFound("There is no such approval.")
    return found


def steps_of(approval: Approval) -> QuerySet[Step]:
    return Step.objects.filter(approval=approval, round=approval.round).order_by("place")


def decisions_of(approval: Approval) -> QuerySet[Decision]:
    return Decision.objects.filter(approval=approval).select_related("by", "step").order_by("at", "id")


def amendments_of(approval: Approval) -> QuerySet[Amendment]:
    return Amendment.objects.filter(approval=approval).select_related("by").order_by("at", "id")


def chains_in_force() -> QuerySet[Chain]:
    return Chain.objects.filter(valid_to=None).order_by("kind", "priority", "name")


def versions_of(line: uuid.UUID) -> QuerySet[Chain]:
    return Chain.objects.filter(line=line).select_related("made_by").order_by("-version")


def policies_in_force() -> Mapping[str, Policy]:
    return {policy.kind: policy for policy in Policy.objects.filter(valid_to=None)}


def delegations_by(member: Member | None, *, at: datetime | None = None) -> Sequence[Delegation]:
    """Those that are or will be in force, of one colleague (both ways) or, with None, of everybody."""
    rows = Delegation.objects.select_related("from_member__user", "to_member__user").filter(
        active_to__gt=at or clock.now()
    )
    if member is not None:
        rows = rows.filter(from_member=member) | rows.filter(to_member=member)
    return list(rows.order_by("active_from", "id"))


def _waiting(user: User, member: Member | None) -> QuerySet[Approval]:
    """More than once where several of its steps are theirs."""
    at = clock.now()
    sitting = seats.seats_of(user, at, member=member)
    parts = (seats.waits_for(acting, delegation, at) for acting, delegation in sitting)
    return Approval.objects.filter(seats.union(parts), state=Approval.State.PENDING)


def _rows() -> QuerySet[Approval]:
    return Approval.objects.select_related("requested_by")
