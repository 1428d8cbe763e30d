"""What somebody may do with a request, and whose authority they do it with. The verbs and the buttons ask here."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from atrium.kernel import clock
from tenants.identity.models import User
from tenants.staff.models import Member
from tenants.staff.selectors import members_with_authority

from . import rates, rules, sight
from .kinds import kind_of
from .models import Amendment, Approval, Decision, Delegation, Step
from .rules import Question, Seat
from .seats import Posts, posts_of, posts_of_all, seats_of
from .types import Acting, Standing


def question_of(approval: Approval) -> Question:
    decided = Decision.objects.filter(approval=approval, round=approval.round, is_void=False)
    persons = [
        person for pair in decided.values_list("person_id", "for_person_id") for person in pair if person
    ]
    changed = Amendment.objects.filter(approval=approval, makes_maker=True).values_list(
        "person_id", flat=True
    )
    return Question(
        requester=approval.requested_by.person_id if approval.requested_by else None,
        changed_by=frozenset(changed),
        decided_by=frozenset(persons),
        money=approval.money,
        broker_minor=approval.broker_minor,
        broker_currency=rates.broker_currency(),
    )


def open_step(approval: Approval) -> Step | None:
    return Step.objects.filter(approval=approval, state=Step.State.OPEN).first()


def seat_at(acting: Acting, approval: Approval, step: Step, at: datetime, posts: Posts | None = None) -> Seat:
    limits = limits_at(acting.holder, approval, step, posts or posts_of(acting.holder, at))
    behalf = acting.behalf
    return Seat(
        person=acting.member.user.person_id,
        for_person=behalf.user.person_id if behalf else None,
        for_name=str(behalf) if behalf else "",
        qualifies=bool(limits),
        limit=None if None in limits else max((limit for limit in limits if limit is not None), default=0),
    )


def limits_at(holder: Member, approval: Approval, step: Step, posts: Posts) -> list[int | None]:
    """One entry for each way in which the holder is one of those who decide this step; none: is not."""
    limits: list[int | None] = []
    if step.who == "permission" and holder.allows(step.permission):
        limits.append(holder.authority.limit(step.permission))
    by_post = step.who == "role" and step.role_id in posts.role_ids
    by_post |= step.who == "leader" and approval.desk_id in posts.led_desk_ids
    by_post |= step.escalated_at is not None and step.escalate_role_id in posts.role_ids
    if by_post:
        bounded = holder.allows(approval.permission)
        limits.append(holder.authority.limit(approval.permission) if bounded else None)
    return limits


def choose_seat(
    user: User, approval: Approval, step: Step, *, approving: bool, at: datetime
) -> tuple[Acting | None, Delegation | None, str, bool]:
    """The first seat that may decide, or None with the reason of the first (one's own) and whether it is in sight."""
    question, reason, seen = question_of(approval), "", False
    for acting, delegation in seats_of(user, at):
        if delegation is not None and delegation.kinds and approval.kind not in delegation.kinds:
            continue
        against = rules.reason_against(question, seat_at(acting, approval, step, at), approving=approving)
        in_sight = is_seen(acting.holder, approval)
        seen |= in_sight
        if not against and in_sight:
            return acting, delegation, "", True
        reason = reason or against
    return None, None, reason or "Your role may not decide this. Somebody with the permission can.", seen


def is_seen(member: Member, approval: Approval) -> bool:
    return sight.sees_all(member) or Approval.objects.filter(sight.seen_by(member), id=approval.id).exists()


def standing_of(user: User, approval: Approval) -> Standing:
    step = open_step(approval)
    if approval.state != Approval.State.PENDING or step is None:
        return Standing()
    at = clock.now()
    acting, _, reason, _ = choose_seat(user, approval, step, approving=True, at=at)
    refusing = acting or choose_seat(user, approval, step, approving=False, at=at)[0]
    kind = kind_of(approval.kind)
    own = approval.requested_by is not None and approval.requested_by.person_id == user.person_id
    return Standing(
        may_approve=acting is not None,
        may_refuse=refusing is not None,
        may_amend=refusing is not None and bool(kind.amendable or (kind.money != "never" and approval.money)),
        may_withdraw=own,
        reason=reason,
        behalf=str(refusing.behalf) if refusing and refusing.behalf else "",
    )


def who_could(approval: Approval, step: Step, *, most: int = 12) -> Sequence[Member]:
    """Colleagues who could approve this step now, by their own authority."""
    question, at = question_of(approval), clock.now()
    found: list[Member] = []
    members = members_with_authority()
    posts = posts_of_all(members, at)
    for member in members:
        seat = seat_at(Acting(member), approval, step, at, posts[member.id])
        if not rules.reason_against(question, seat, approving=True) and is_seen(member, approval):
            found.append(member)
        if len(found) == most:
            break
    return found


def members_for(step: Step, approval: Approval) -> list[uuid.UUID]:
    """User ids of those who could decide: whom a notification reaches."""
    return [member.user_id for member in who_could(approval, step, most=50)]
