"""The facts of a batch as of its deals' times: a constant number of queries, however many deals there are."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from tenants.clients.models import Client
from tenants.ibs.models import ClientPartner, Partner, PartnerParent, PartnerRank, PartnerStatus
from tenants.rates import selectors as rates
from tenants.rates.models import Rate
from tenants.trading.models import Deal, Symbol
from tenants.trading.versions import as_they_are_now

from .models import Line, Plan

CLOSING: Final = ("out", "in_out", "out_by")

_ANCESTORS: Final = """
WITH RECURSIVE above (id) AS (
    SELECT unnest(%s::uuid[])
  UNION
    SELECT edge.parent_id FROM ibs_partnerparent edge JOIN above ON edge.partner_id = above.id
    WHERE edge.valid_from <= %s AND (edge.valid_to IS NULL OR edge.valid_to > %s)
)
SELECT id FROM above
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a scenario of these deals names. Dated rows are those that hold at any time from `since` to `until`."""

    since: datetime
    until: datetime
    deals: Sequence[Deal]
    symbols: Sequence[Symbol]
    clients: Sequence[Client]
    plans: Sequence[Plan]
    rates: Sequence[Rate] = ()
    brought: Sequence[ClientPartner] = ()
    partners: Sequence[Partner] = ()
    parents: Sequence[PartnerParent] = ()
    ranks: Sequence[PartnerRank] = ()
    statuses: Sequence[PartnerStatus] = ()
    numbers: dict[uuid.UUID, int] = field(default_factory=dict)


def closing_deals(**which: Any) -> list[Deal]:
    """Deals of live accounts that closed something and have no line yet, as their server tells them now."""
    lined = Line.objects.filter(deal_id=OuterRef("id"))
    return commissionable(Deal.objects.filter(~Exists(lined), **which))


def commissionable(deals: QuerySet[Deal]) -> list[Deal]:
    """Those of live accounts that closed something, as their server tells them now: a change may make or unmake one."""
    of_live = deals.filter(account__kind="live").exclude(action="balance")
    rows = of_live.select_related("account__product", "server").order_by("id")
    return [deal for deal in as_they_are_now(rows) if _closed_something(deal)]


def _closed_something(deal: Deal) -> bool:
    return deal.action in ("buy", "sell") and deal.entry in CLOSING and deal.closed_lots > 0


def gather(deals: Sequence[Deal], *, plans: Sequence[Plan] | None = None) -> Facts:
    """Of deals whose opening is known. `plans`: these and no others, instead of those that were in force."""
    since = min(deal.opened_at or deal.time for deal in deals)
    until = max(deal.time for deal in deals)
    client_ids = {deal.account.client_id for deal in deals if deal.account}
    plans = list(_plans(since, until)) if plans is None else list(plans)
    brought = list(ClientPartner.objects.filter(overlaps(since, until), client__in=client_ids))
    partners = _partners({row.partner_id for row in brought}, plans, since, until)
    ids = [partner.id for partner in partners]
    dated = Q(overlaps(since, until), partner__in=ids)
    return Facts(
        since=since,
        until=until,
        deals=deals,
        symbols=list(
            Symbol.objects.filter(symbol__in={deal.symbol for deal in deals} | named_symbols(plans))
        ),
        clients=list(Client.objects.select_related("user").filter(id__in=client_ids)),
        plans=plans,
        rates=rates.in_force(since, until),
        brought=brought,
        partners=partners,
        parents=list(PartnerParent.objects.filter(dated)),
        ranks=list(PartnerRank.objects.filter(dated)),
        statuses=list(PartnerStatus.objects.filter(dated)),
        numbers={partner.id: partner.number for partner in partners},
    )


def overlaps(since: datetime, until: datetime) -> Q:
    """Dated rows that hold at some moment from `since` to `until`."""
    return Q(valid_from__lte=until) & (Q(valid_to=None) | Q(valid_to__gt=since))


def named_symbols(plans: Iterable[Plan]) -> set[str]:
    """Symbols that plans speak of must be in the document, traded or not."""
    names: set[str] = set()
    for plan in plans:
        document = plan.document
        names.update(document.get("select", {}).get("symbol", []))
        names.update(document.get("guards", {}).get("excluded_symbols", []))
        names.update(document.get("base", {}).get("average_spread", {}))
    return names


def named_partners(plans: Iterable[Plan]) -> set[int]:
    names: set[str] = set()
    for plan in plans:
        select, distribution = plan.document.get("select", {}), plan.document.get("distribution", {})
        names.update(select.get("partner", []), select.get("tree", []), distribution.get("fractions", {}))
        names.update((distribution.get("master") or {}).get("partners", []))
        if distribution.get("kind") == "gap":
            names.update(distribution.get("rates", {}))
    return {int(name) for name in names}


def _plans(since: datetime, until: datetime) -> QuerySet[Plan]:
    begun = Q(valid_from=None) | Q(valid_from__lte=until)
    going_on = Q(valid_to=None) | Q(valid_to__gt=since)
    return Plan.objects.filter(begun & going_on, status=Plan.Status.PUBLISHED).order_by("code", "version")


def _partners(
    direct: set[uuid.UUID], plans: Sequence[Plan], since: datetime, until: datetime
) -> list[Partner]:
    """Those who brought the clients, those whom plans name, and everybody above them at any time between."""
    named = Partner.objects.filter(number__in=named_partners(plans)).values_list("id", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [[*direct, *named], until, since])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Partner.objects.filter(id__in=ids).order_by("number"))
