"""Reads of partners. What a partner may see is itself and its descendants, exactly."""

import uuid
from collections import Counter
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import NotFound

from ..models import ClientPartner, Partner, PartnerParent
from ..rules import Edge
from ..types import Node

_DOWNLINE: Final = """
WITH RECURSIVE below (id) AS (
    SELECT partner_id FROM ibs_partnerparent
    WHERE parent_id = %s AND valid_from <= %s AND (valid_to IS NULL OR %s < valid_to)
  UNION
    SELECT edge.partner_id FROM ibs_partnerparent edge JOIN below ON edge.parent_id = below.id
    WHERE edge.valid_from <= %s AND (edge.valid_to IS NULL OR %s < edge.valid_to)
)
SELECT id FROM below
"""

_UPLINE: Final = """
WITH RECURSIVE above (id, level) AS (
    SELECT %s::uuid, 1
  UNION ALL
    SELECT edge.parent_id, above.level + 1 FROM ibs_partnerparent edge JOIN above ON edge.partner_id = above.id
    WHERE edge.valid_from <= %s AND (edge.valid_to IS NULL OR %s < edge.valid_to)
)
SELECT id FROM above ORDER BY level
"""


def holding(at: datetime) -> Q:
    """Dated rows that hold at that moment."""
    return Q(valid_from__lte=at) & (Q(valid_to=None) | Q(valid_to__gt=at))


def partner_of(user: object) -> Partner | None:
    """The partner who logged in, if it is one."""
    user_id = getattr(user, "id", None)
    return None if user_id is None else Partner.objects.select_related("user").filter(user_id=user_id).first()


def all_partners() -> QuerySet[Partner]:
    """For staff. Newest first."""
    return Partner.objects.select_related("user").order_by("-created_at", "-id")


def partner(partner_id: uuid.UUID) -> Partner:
    """For staff."""
    found = all_partners().filter(id=partner_id).first()
    if found is None:
        raise NotFound("There is no such partner.")
    return found


def direct_below(partner: Partner) -> QuerySet[Partner]:
    """Who stands directly below it now."""
    return Partner.objects.filter(parents__parent=partner, parents__valid_to=None).order_by("number")


def path_at(client_id: uuid.UUID, at: datetime) -> tuple[uuid.UUID, ...]:
    """The client's direct partner, its parent, and so on to the top; of co-partners the one with the largest share."""
    row = ClientPartner.objects.filter(holding(at), client_id=client_id).order_by("-share", "id").first()
    return () if row is None else (row.partner_id, *upline_at(row.partner_id, at))


def upline_at(partner_id: uuid.UUID, at: datetime) -> tuple[uuid.UUID, ...]:
    """Those above the partner, the nearest first."""
    return tuple(_ids(_UPLINE, [partner_id, at, at])[1:])


def downline_of(partner: Partner, at: datetime | None = None) -> QuerySet[Partner]:
    """Everybody below the partner; not the partner itself."""
    at = at or clock.now()
    ids = _ids(_DOWNLINE, [partner.id, at, at, at, at])
    return Partner.objects.select_related("user").filter(id__in=ids).order_by("number")


def visible_to(partner: Partner) -> QuerySet[Partner]:
    """Itself and its descendants, and nobody else: no upline, no side line."""
    ids = [partner.id, *downline_of(partner).values_list("id", flat=True)]
    return Partner.objects.select_related("user").filter(id__in=ids).order_by("number")


def partner_for(viewer: Partner, partner_id: uuid.UUID | str) -> Partner:
    """A stranger does not exist."""
    try:
        wanted = uuid.UUID(str(partner_id))
    except ValueError:
        raise NotFound("There is no such partner.") from None
    found = visible_to(viewer).filter(id=wanted).first()
    if found is None:
        raise NotFound("There is no such partner.")
    return found


def tree_of(viewer: Partner, at: datetime | None = None) -> Node:
    """The viewer's own tree as nested nodes, with how many clients each one brought."""
    at = at or clock.now()
    partners = {partner.id: partner for partner in [viewer, *downline_of(viewer, at)]}
    children: dict[uuid.UUID, list[uuid.UUID]] = {}
    standing = PartnerParent.objects.filter(holding(at), partner__in=partners).order_by("partner__number")
    for partner_id, parent_id in standing.values_list("partner_id", "parent_id"):
        children.setdefault(parent_id, []).append(partner_id)
    brought = ClientPartner.objects.filter(holding(at), partner__in=partners)
    counts = Counter(brought.values_list("partner_id", flat=True))
    return _node(viewer.id, 0, partners, children, counts)


def clients_of(viewer: Partner, *, direct: bool = False) -> QuerySet[ClientPartner]:
    """Who brought whom, now: the viewer's own clients, and those of its descendants unless `direct`."""
    partners = [viewer.id] if direct else list(visible_to(viewer).values_list("id", flat=True))
    rows = ClientPartner.objects.filter(valid_to=None, partner__in=partners)
    return rows.select_related("client__lead", "client__user", "partner").order_by("-valid_from", "-id")


def edges() -> list[Edge]:
    """The whole tree with its past."""
    rows = PartnerParent.objects.values_list("partner_id", "parent_id", "valid_from", "valid_to")
    return [Edge(*row) for row in rows]


def name_of(partner_id: uuid.UUID) -> str:
    return Partner.objects.values_list("name", flat=True).get(id=partner_id)


def _node(
    partner_id: uuid.UUID,
    level: int,
    partners: dict[uuid.UUID, Partner],
    children: dict[uuid.UUID, list[uuid.UUID]],
    counts: Counter[uuid.UUID],
) -> Node:
    below = [_node(child, level + 1, partners, children, counts) for child in children.get(partner_id, [])]
    return Node(partners[partner_id], level, counts[partner_id], tuple(below))


def _ids(sql: str, parameters: list[Any]) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]
