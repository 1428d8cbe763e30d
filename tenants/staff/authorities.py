"""Authority as it stands now, read from the appointments in force: in two queries at most, for one member or for many."""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, cast

from django.db.models import Q

from atrium.kernel import clock
from tenants.identity.models import User

from .authority import Authority, Grant
from .models import Desk, Member

# Written out: every request of a colleague asks it, and putting it together from models costs twice what answering it does.
_HELD = """
SELECT m.*, a.active_from, a.active_to, a.desk_id AS held_at, r.name AS role, r.permissions, r.scopes, r.masks, r.limits
FROM staff_member m
JOIN identity_user u ON u.id = m.user_id
JOIN staff_appointment a ON a.member_id = m.id
JOIN staff_role r ON r.id = a.role_id
WHERE {which} AND (a.active_to IS NULL OR a.active_to > %s)
ORDER BY a.active_from, a.id
"""
_DOCUMENTS = ("permissions", "scopes", "masks", "limits")


class _Held(Protocol):
    """A member as they hold one role that is not over."""

    id: uuid.UUID
    active_from: datetime
    active_to: datetime | None
    held_at: uuid.UUID | None
    role: str
    permissions: list[str]
    scopes: list[str]
    masks: dict[str, str]
    limits: dict[str, int]


def in_force(at: datetime, *, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}active_from__lte": at})
    return begun & (Q(**{f"{prefix}active_to__isnull": True}) | Q(**{f"{prefix}active_to__gt": at}))


def authority_of(member: Member) -> Authority:
    return authorities_of([member])[member.id]


def authorities_of(members: Iterable[Member]) -> dict[uuid.UUID, Authority]:
    """By member; a member whose roles have all ended, or whose log-in is closed, has an authority that allows nothing."""
    now, wanted = clock.now(), list(members)
    held: dict[uuid.UUID, list[_Held]] = defaultdict(list)
    for row in _held("m.id = ANY(%s)", [member.id for member in wanted], now):
        held[row.id].append(row)
    below = _desks_below_of([row for rows in held.values() for row in rows])
    return {
        member.id: _authority(member.id, held[member.id] if member.user.is_active else [], below, now)
        for member in wanted
    }


def with_authority(user: User) -> Member | None:
    """The colleague who logs in as this user, with their authority, in one query for both; None without a role that is not over."""
    now = clock.now()
    rows = _held("m.user_id = %s AND u.is_active", user.id, now)
    if not rows:
        return None
    member = cast(Member, rows[0])
    member.user = user
    member.authority = _authority(member.id, rows, _desks_below_of(rows), now)
    return member


def desks_below(desk_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The desk and all under it."""
    return _desks_below().get(desk_id, frozenset())


def _held(which: str, of: object, now: datetime) -> list[_Held]:
    rows = cast(list[_Held], list(Member.objects.raw(_HELD.format(which=which), [of, now])))
    for row in rows:
        for name in _DOCUMENTS:
            setattr(row, name, json.loads(getattr(row, name)))
    return rows


def _authority(
    member_id: uuid.UUID,
    held: Sequence[_Held],
    below: Mapping[uuid.UUID, frozenset[uuid.UUID]],
    now: datetime,
) -> Authority:
    begun = [row for row in held if row.active_from <= now]
    moments = [row.active_to for row in begun if row.active_to]
    moments += [row.active_from for row in held if row.active_from > now]
    return Authority(
        member_id=member_id,
        grants=tuple(_grant(row, below) for row in begun),
        until=min(moments, default=None),
    )


def _grant(row: _Held, below: Mapping[uuid.UUID, frozenset[uuid.UUID]]) -> Grant:
    return Grant(
        role=row.role,
        permissions=frozenset(row.permissions),
        scopes=frozenset(row.scopes),
        desk_ids=below.get(row.held_at, frozenset()) if row.held_at else frozenset(),
        masks=row.masks,
        limits=row.limits,
    )


def _desks_below_of(held: Sequence[_Held]) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    return _desks_below() if any(row.held_at for row in held) else {}


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
