"""The seats somebody can decide from: their own, and those of colleagues who handed their authority over."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from atrium.kernel import clock
from tenants.identity.models import User
from tenants.staff.authorities import in_force
from tenants.staff.models import Appointment, Member
from tenants.staff.permissions import ALL
from tenants.staff.selectors import desks_below, member_of

from . import sight
from .models import Amendment, Decision, Delegation
from .types import Acting


@dataclass(frozen=True, slots=True)
class Posts:
    """The roles a member holds now, and the desks they lead with all below."""

    role_ids: frozenset[uuid.UUID]
    led_desk_ids: frozenset[uuid.UUID]


def posts_of(member: Member, at: datetime) -> Posts:
    return posts_of_all([member], at)[member.id]


def posts_of_all(members: Iterable[Member], at: datetime) -> dict[uuid.UUID, Posts]:
    """In one question for all of them; one more for each desk that one of them leads."""
    wanted = list(members)
    roles: dict[uuid.UUID, set[uuid.UUID]] = {member.id: set() for member in wanted}
    desks: dict[uuid.UUID, set[uuid.UUID]] = {member.id: set() for member in wanted}
    held = Appointment.objects.filter(in_force(at), member__in=list(roles))
    for member_id, role_id, desk_id, leads in held.values_list(
        "member_id", "role_id", "desk_id", "is_leader"
    ):
        roles[member_id].add(role_id)
        if leads and desk_id:
            desks[member_id].add(desk_id)
    below = {desk_id: desks_below(desk_id) for led in desks.values() for desk_id in led}
    return {
        member_id: Posts(
            frozenset(roles[member_id]), frozenset().union(*(below[one] for one in desks[member_id]))
        )
        for member_id in roles
    }


def delegations_to(member: Member, at: datetime) -> Sequence[Delegation]:
    rows = Delegation.objects.select_related("from_member__user").filter(
        to_member=member, active_from__lte=at, active_to__gt=at
    )
    return list(rows.order_by("active_from", "id"))


def seats_of(
    user: User, at: datetime | None = None, *, member: Member | None = None
) -> list[tuple[Acting, Delegation | None]]:
    """One's own first. A colleague without a role in force hands nothing over."""
    at = at or clock.now()
    member = member or member_of(user)
    if member is None:
        return []
    seats: list[tuple[Acting, Delegation | None]] = [(Acting(member), None)]
    for delegation in delegations_to(member, at):
        behalf = member_of(delegation.from_member.user)
        if behalf is not None:
            seats.append((Acting(member, behalf), delegation))
    return seats


def waits_for(acting: Acting, delegation: Delegation | None, at: datetime) -> Q:
    """Of the pending requests, those whose open step this seat may approve now: who, how much, and whether in sight."""
    holder = acting.holder
    waiting = _step_is_for(holder, at) & sight.seen_by(holder) & _not_decided_by(acting)
    for person_id in sight.persons_of(acting.member, acting.behalf):
        waiting &= ~Q(requested_by__person_id=person_id) | Q(requested_by=None)
    if delegation is not None and delegation.kinds:
        waiting &= Q(kind__in=delegation.kinds)
    return waiting


def _step_is_for(holder: Member, at: datetime) -> Q:
    posts, authority = posts_of(holder, at), holder.authority
    allowed = [code for code in ALL if authority.allows(code)]
    limits = {code: limit for code in allowed if (limit := authority.limit(code)) is not None}
    by_permission = Q(steps__permission__in=[code for code in allowed if code not in limits])
    fits = ~Q(permission__in=list(limits))
    for code, limit in limits.items():
        small = Q(amount_minor=None) | Q(broker_minor__lte=limit)
        by_permission |= Q(steps__permission=code) & small
        fits |= Q(permission=code) & small
    by_post = Q(steps__who="role", steps__role_id__in=posts.role_ids)
    by_post |= Q(steps__who="leader", desk_id__in=posts.led_desk_ids)
    by_post |= Q(steps__escalated_at__isnull=False, steps__escalate_role_id__in=posts.role_ids)
    return Q(steps__state="open") & ((Q(steps__who="permission") & by_permission) | (by_post & fits))


def _not_decided_by(acting: Acting) -> Q:
    persons = sight.persons_of(acting.member, acting.behalf)
    mine = Decision.objects.filter(approval=OuterRef("pk"), round=OuterRef("round"), is_void=False).filter(
        Q(person_id__in=persons) | Q(for_person_id__in=persons)
    )
    changed = Amendment.objects.filter(approval=OuterRef("pk"), person_id__in=persons, makes_maker=True)
    return Q(~Exists(mine)) & Q(~Exists(changed))


def union(parts: Iterable[Q]) -> Q:
    whole = Q(pk__in=[])
    for part in parts:
        whole |= part
    return whole
