"""What a move in the tree means for rebates: what it would have changed lately, and what hangs on one that was made."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from tenants.ibs.models import ClientPartner, Partner, TreeMove
from tenants.ibs.rules import moves as rules
from tenants.ibs.rules import parents_at
from tenants.ibs.selectors import edges, holding
from tenants.rebates import engine
from tenants.trading.models import Deal

from . import dated
from .gather import CLOSING, Facts, commissionable, gather, overlaps
from .scenario import scenario_of

DAYS: Final = 30
MOST_DEALS: Final = 1_000

_BELOW: Final = """
WITH RECURSIVE below (id) AS (
    SELECT unnest(%s::uuid[])
  UNION
    SELECT edge.partner_id FROM ibs_partnerparent edge JOIN below ON edge.parent_id = below.id
    WHERE edge.valid_from <= %s AND (edge.valid_to IS NULL OR edge.valid_to > %s)
)
SELECT id FROM below
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a partner earned of the deals that were looked at, and would have earned in the other tree."""

    partner: Partner
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Effect:
    """`deals` of `of_deals` of the last days were computed both ways; empty words in `why_not` if it could be done."""

    days: int
    deals: int
    of_deals: int
    differences: tuple[Difference, ...]
    why_not: str = ""


def hangs_on(move: TreeMove) -> str:
    """In words; empty: nobody below traded since, so nothing was computed by the new tree."""
    partners = below([uuid.UUID(each["partner"]) for each in move.changes], move.at)
    deals = _deals_of(partners, move.at).filter(time__gte=move.at).count()
    return f"{deals} deals below were closed since and count by the new tree." if deals else ""


def effect_of(
    *,
    partner: Partner,
    parent: Partner | None,
    with_downline: bool,
    at: datetime | None = None,
    days: int = DAYS,
) -> Effect:
    """The latest deals of all whose path would change, computed by the tree as it was and as if it had always been the other.

    An estimate: tiers, caps and other rules that look at a whole period see these deals alone.
    """
    at = at or clock.now()
    parents = parents_at(edges(), at)
    changes = rules.changes_of(
        parents, partner=partner.id, parent=parent.id if parent else None, with_downline=with_downline
    )
    touched = [one.partner for one in rules.path_changes(parents, changes)]
    rows = _deals_of(touched, at).filter(time__gte=at - timedelta(days=days), opened_at__isnull=False)
    total = rows.count()
    deals = commissionable(
        Deal.objects.filter(id__in=list(rows.order_by("-time").values_list("id", flat=True)[:MOST_DEALS]))
    )
    if not deals:
        return Effect(days, 0, total, ())
    facts = gather(deals)
    try:
        before, after = _amounts(facts), _amounts(_as_if(facts, changes))
    except engine.BadDocument as bad:
        return Effect(days, 0, total, (), str(bad))
    known = {
        str(each.number): each
        for each in Partner.objects.filter(number__in={*map(int, before), *map(int, after)})
    }
    differences = [
        Difference(known[each], before.get(each, Decimal(0)), after.get(each, Decimal(0)))
        for each in sorted(before.keys() | after.keys(), key=int)
    ]
    changed = sorted((one for one in differences if one.change), key=lambda one: -abs(one.change))
    return Effect(days, len(deals), total, tuple(changed))


def below(partner_ids: Iterable[uuid.UUID], at: datetime) -> list[uuid.UUID]:
    """These and everybody below them."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [list(partner_ids), at, at])
        return [row[0] for row in cursor.fetchall()]


def _deals_of(partner_ids: Collection[uuid.UUID], at: datetime) -> QuerySet[Deal]:
    clients = ClientPartner.objects.filter(holding(at), partner__in=list(partner_ids)).values("client_id")
    return Deal.objects.filter(
        account__client_id__in=clients, account__kind="live", entry__in=CLOSING, action__in=("buy", "sell")
    )


def _amounts(facts: Facts) -> dict[str, Decimal]:
    """By the partner's number, each in its own currency."""
    sums: dict[str, Decimal] = {}
    for line in engine.compute(scenario_of(facts, name="move")).lines:
        if line.party_kind == "partner" and line.party:
            sums[line.party] = sums.get(line.party, Decimal(0)) + line.amount
    return sums


def _as_if(facts: Facts, changes: rules.Changes) -> Facts:
    """The same deals in a tree where those who move stood under the other parent all along."""
    since, until = facts.since, facts.until
    kept = [row for row in facts.parents if row.partner_id not in changes]
    moved = [
        dated.Parent(new_id(), child, parent, since, None)
        for child, parent in changes.items()
        if parent is not None
    ]
    known = {partner.id for partner in facts.partners}
    uplines = [
        each for each in _above([parent for parent in changes.values() if parent], until) if each not in known
    ]
    others = list(Partner.objects.filter(id__in=uplines))
    above = overlaps(since, until) & Q(partner__in=uplines)
    partners: Sequence[Partner] = sorted([*facts.partners, *others], key=lambda each: each.number)
    return replace(
        facts,
        partners=partners,
        parents=[*kept, *moved, *dated.parents(above & ~Q(partner__in=list(changes)))],
        ranks=[*facts.ranks, *dated.ranks(above)],
        statuses=[*facts.statuses, *dated.statuses(above)],
        numbers={partner.id: partner.number for partner in partners},
    )


def _above(partner_ids: Sequence[uuid.UUID], at: datetime) -> list[uuid.UUID]:
    parents = parents_at(edges(), at)
    found: dict[uuid.UUID, None] = {}
    for partner_id in partner_ids:
        here: uuid.UUID | None = partner_id
        while here is not None and here not in found:
            found[here] = None
            here = parents.get(here)
    return list(found)
