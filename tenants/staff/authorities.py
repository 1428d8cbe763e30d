"""Authority as it stands now, read from the appointments in force: in two queries at most, for one member or for many."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from atrium.kernel import clock
from tenants.identity.models import User

from .authority import Authority, Grant
from .models import Appointment, Desk, Member


def in_force(at: datetime, *, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}active_from__lte": at})
    return begun & (Q(**{f"{prefix}active_to__isnull": True}) | Q(**{f"{prefix}active_to__gt": at}))


def authority_of(member: Member) -> Authority:
    return authorities_of([member])[member.id]


def authorities_of(members: Iterable[Member]) -> dict[uuid.UUID, Authority]:
    """By member; a member whose roles have all ended, or whose log-in is closed, has an authority that allows nothing."""
    now, wanted = clock.now(), list(members)
    held: dict[uuid.UUID, list[Appointment]] = defaultdict(list)
    for appointment in _not_over(now).filter(member__in=wanted):
        held[appointment.member_id].append(appointment)
    below = _desks_below() if any(row.desk_id for rows in held.values() for row in rows) else {}
    return {
        member.id: _authority(member, held[member.id] if member.user.is_active else [], below, now)
        for member in wanted
    }


def with_authority(user: User) -> Member | None:
    """The colleague who logs in as this user, with their authority, in one query for both; None without a role that is not over."""
    now = clock.now()
    held = _not_over(now).filter(member__user=user, member__user__is_active=True)
    rows = list(held.select_related("role", "member__desk"))
    if not rows:
        return None
    member = rows[0].member
    member.user = user
    member.authority = _authority(
        member, rows, _desks_below() if any(row.desk_id for row in rows) else {}, now
    )
    return member


def desks_below(desk_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The desk and all under it."""
    return _desks_below().get(desk_id, frozenset())


def _not_over(now: datetime) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(Q(active_to__isnull=True) | Q(active_to__gt=now))
        .select_related("role")
        .order_by("active_from", "id")
    )


def _authority(
    member: Member,
    appointments: Sequence[Appointment],
    below: Mapping[uuid.UUID, frozenset[uuid.UUID]],
    now: datetime,
) -> Authority:
    begun = [row for row in appointments if row.active_from <= now]
    moments = [row.active_to for row in begun if row.active_to]
    moments += [row.active_from for row in appointments if row.active_from > now]
    return Authority(
        member_id=member.id,
        grants=tuple(_grant(row, below) for row in begun),
        until=min(moments, default=None),
    )


def _grant(row: Appointment, below: Mapping[uuid.UUID, frozenset[uuid.UUID]]) -> Grant:
    role = row.role
    return Grant(
        role=role.name,
        permissions=frozenset(role.permissions),
        scopes=frozenset(role.scopes),
        desk_ids=below.get(row.desk_id, frozenset()) if row.desk_id else frozenset(),
        masks=role.masks,
        limits=role.limits,
    )


def _desks_below() -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Each desk with itself and all under it; a broker has tens of desks, so the tree is read whole."""
    children: dict[uuid.UUID | None, list[uuid.UUID]] = defaultdict(list)
    for desk_id, parent_id in Desk.objects.values_list("id", "parent_id"):
        children[parent_id].append(desk_id)
    below: dict[uuid.UUID, frozenset[uuid.UUID]] = {}

    def gather(desk_id: uuid.UUID) -> frozenset[uuid.UUID]:
        under = (gather(child) for child in children[desk_id])
        below[desk_id] = frozenset({desk_id}).union(*under)
        return below[desk_id]

    for top in children[None]:
        gather(top)
    return below
