"""The tree piece by piece: what stands below somebody, a page at a time, and sums of whole branches. For trees of thousands."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from atrium.kernel import clock

from ..models import ClientPartner, Partner, PartnerParent
from .partners import holding

MOST_FOUND: Final = 50

_BELOW: Final = """
WITH RECURSIVE below (id, parent_id, depth) AS (
    SELECT partner_id, parent_id, 1 FROM ibs_partnerparent
    WHERE parent_id = %s AND valid_from <= %s AND (valid_to IS NULL OR %s < valid_to)
  UNION
    SELECT edge.partner_id, edge.parent_id, below.depth + 1
    FROM ibs_partnerparent edge JOIN below ON edge.parent_id = below.id
    WHERE edge.valid_from <= %s AND (edge.valid_to IS NULL OR %s < edge.valid_to)
)
SELECT below.id, below.parent_id, below.depth, partner.number FROM below JOIN ibs_partner partner ON partner.id = below.id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in a tree: under whom, how deep below its top."""

    parent: uuid.UUID
    depth: int
    number: int


@dataclass(frozen=True, slots=True)
class Beside:
    """How many clients and sub-IBs somebody has of their own."""

    clients: int
    subs: int


def places_below(top: Partner, at: datetime | None = None) -> dict[uuid.UUID, Place]:
    """Everybody below, with who stands above each. One query."""
    at = at or clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [top.id, at, at, at, at])
        return {row[0]: Place(row[1], row[2], row[3]) for row in cursor.fetchall()}


def children_of(partner_id: uuid.UUID) -> QuerySet[Partner]:
    """Directly below, by number."""
    now = PartnerParent.objects.filter(holding(clock.now()), parent_id=partner_id, partner=OuterRef("id"))
    return Partner.objects.select_related("user").filter(Exists(now)).order_by("number")


def tops() -> QuerySet[Partner]:
    """Nobody stands above them. For staff."""
    above = PartnerParent.objects.filter(holding(clock.now()), partner=OuterRef("id"))
    return Partner.objects.select_related("user").filter(~Exists(above)).order_by("number")


def beside(partner_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Beside]:
    """Two queries, however many partners."""
    now = holding(clock.now())
    clients = ClientPartner.objects.filter(now, partner__in=partner_ids).values_list("partner")
    subs = PartnerParent.objects.filter(now, parent__in=partner_ids).values_list("parent")
    own = dict(clients.annotate(count=Count("id")).order_by())
    below = dict(subs.annotate(count=Count("id")).order_by())
    return {key: Beside(own.get(key, 0), below.get(key, 0)) for key in partner_ids}


def found_among(partners: QuerySet[Partner], words: str) -> Sequence[Partner]:
    """By part of the name, by code, by number; the first fifty."""
    text = words.strip()[:80]
    match = Q(name__icontains=text) | Q(code__istartswith=text)
    if text.isdecimal() and len(text) < 18:
        match |= Q(number=int(text))
    return list(partners.filter(match).order_by("number")[:MOST_FOUND]) if text else []


def branch_sums(
    places: Mapping[uuid.UUID, Place], own: Mapping[uuid.UUID, Decimal], top: uuid.UUID
) -> dict[uuid.UUID, Decimal]:
    """Own figures of everybody → each one's with all below it; deepest first, each added to the one above once."""
    sums = {key: own.get(key, Decimal(0)) for key in places}
    sums[top] = own.get(top, Decimal(0))
    for key in sorted(places, key=lambda each: -places[each].depth):
        sums[places[key].parent] = sums.get(places[key].parent, Decimal(0)) + sums[key]
    return sums
