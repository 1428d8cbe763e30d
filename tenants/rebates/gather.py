"""The facts of some deals, or of a whole period, as of their own times: a constant number of queries, however many there are."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from atrium.kernel.among import Among
from tenants.clients.models import Client
from tenants.ibs.models import (
    ClientRebate,
    OwnShare,
    Partner,
    PartnerParent,
)
from tenants.rates import selectors as rates
from tenants.rates.models import Rate
from tenants.trading.models import Deal, Symbol, TradingAccount
from tenants.trading.versions import as_they_are_now

from . import dated
from .happenings import OF_CLIENTS, Event, events_of
from .models import AccountTerms, DealFacts, Line, Plan

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
    """Everything a scenario names. Dated rows are those that hold at any time from `since` to `until`."""

    since: datetime
    until: datetime
    deals: Sequence[Deal]
    symbols: Sequence[Symbol]
    clients: Sequence[Client]
    plans: Sequence[Plan]
    accounts: Sequence[TradingAccount] = ()
    rates: Sequence[Rate] = ()
    brought: Sequence[dated.Brought] = ()
    partners: Sequence[Partner] = ()
    parents: Sequence[dated.Parent] = ()
    ranks: Sequence[dated.Rank] = ()
    statuses: Sequence[dated.Status] = ()
    numbers: dict[uuid.UUID, int] = field(default_factory=dict)
    terms: dict[uuid.UUID, AccountTerms] = field(default_factory=dict)
    told: dict[int, DealFacts] = field(default_factory=dict)
    events: Sequence[Event] = ()
    gifts: Sequence[ClientRebate] = ()  # all there ever were of these partners
    agreed: Sequence[OwnShare] = ()


def closing_deals(**which: Any) -> list[Deal]:
    """Deals of live accounts that closed something and have no line yet, as their server tells them now."""
    lined = Line.objects.filter(deal_id=OuterRef("id"), source_kind="deal")
    return commissionable(Deal.objects.filter(~Exists(lined), **which))


def commissionable(deals: QuerySet[Deal]) -> list[Deal]:
    """Those of live accounts that closed something, as their server tells them now: a change may make or unmake one."""
    of_live = deals.filter(account__kind="live").exclude(action="balance")
    # Products and servers are few: each is read once, not beside every deal.
    rows = of_live.select_related("account").prefetch_related("account__product", "account__server", "server")
    return [deal for deal in as_they_are_now(rows.order_by("id")) if _closed_something(deal)]


def _closed_something(deal: Deal) -> bool:
    return deal.action in ("buy", "sell") and deal.entry in CLOSING and deal.closed_lots > 0


def gather(
    deals: Sequence[Deal],
    *,
    plans: Sequence[Plan] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    accounts: Sequence[TradingAccount] = (),
) -> Facts:
    """Of deals whose opening is known, and of those that they were closed against.

    `plans`: these and no others, instead of those that were in force. `since`, `until`: what happened from then on, or up to
    then, is looked at too. `accounts`: these beside those of the deals.
    """
    told = {
        row.deal_id: row for row in DealFacts.objects.filter(Among("deal_id", [deal.id for deal in deals]))
    }
    deals = [*deals, *_closed_against(deals, told)]
    of_deals = {deal.account.id: deal.account for deal in deals if deal.account}
    every = {account.id: account for account in accounts} | of_deals
    return gather_period(
        since=min(
            [min(deal.opened_at or deal.time, deal.time) for deal in deals] + ([since] if since else [])
        ),
        until=max([deal.time for deal in deals] + ([until] if until else [])),
        accounts=list(every.values()),
        symbols={deal.symbol for deal in deals},
        plans=plans,
        deals=deals,
        told=told,
    )


def gather_period(
    *,
    since: datetime,
    until: datetime,
    accounts: Sequence[TradingAccount],
    symbols: Collection[str] | None = None,
    plans: Sequence[Plan] | None = None,
    deals: Sequence[Deal] = (),
    told: dict[int, DealFacts] | None = None,
    clients: Collection[uuid.UUID] = (),
    kinds: Collection[str] = OF_CLIENTS,
) -> Facts:
    """`symbols` none: all there are. `plans` none: those in force at any time between."""
    plans = list(in_force(since, until)) if plans is None else list(plans)
    client_ids = {account.client_id for account in accounts} | set(clients)
    terms = _terms(accounts)
    brought = dated.brought(overlaps(since, until) & Q(Among("client_id", client_ids)))
    direct = {row.partner_id for row in brought}
    direct |= {row.redirect_id for row in terms.values() if row.redirect_id}
    partners = _partners(direct, plans, since, until)
    events = events_of(client_ids, kinds) if any(map(reads_events, plans)) else []
    numbers = {partner.id: partner.number for partner in partners}
    theirs = Q(overlaps(since, until), Among("partner_id", numbers))
    known = Symbol.objects.order_by("symbol")
    return Facts(
        since=since,
        until=until,
        deals=deals,
        accounts=accounts,
        symbols=list(
            known if symbols is None else known.filter(symbol__in=set(symbols) | named_symbols(plans))
        ),
        clients=list(
            Client.objects.select_related("user").filter(Among("id", client_ids)).order_by("number")
        ),
        plans=plans,
        # What was deposited long ago is converted at its own time.
        rates=rates.in_force(min([since, *(event.at for event in events)]), until),
        brought=brought,
        partners=partners,
        parents=dated.parents(theirs),
        ranks=dated.ranks(theirs),
        statuses=dated.statuses(theirs),
        numbers=numbers,
        terms=terms,
        told=told or {},
        events=events,
        agreed=list(OwnShare.objects.filter(theirs)) if any(map(reads_own_shares, plans)) else (),
        gifts=list(ClientRebate.objects.filter(Among("partner_id", numbers)).order_by("valid_from", "id")),
    )


def reads_events(plan: Plan) -> bool:
    """Whether the plan looks at deposits, KYC levels, leads or fees."""
    document = plan.document
    return (
        document.get("base", {}).get("type") in ("cpa", "cpl", "fee_share", "net_loss")
        or document.get("guards", {}).get("client") is not None
        or "net_deposits" in str(document.get("distribution", {}))
    )


def reads_own_shares(plan: Plan) -> bool:
    return bool(plan.document.get("distribution", {}).get("kind") == "bottom_up")


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


def in_force(since: datetime, until: datetime) -> QuerySet[Plan]:
    begun = Q(valid_from=None) | Q(valid_from__lte=until)
    going_on = Q(valid_to=None) | Q(valid_to__gt=since)
    return Plan.objects.filter(begun & going_on, status=Plan.Status.PUBLISHED).order_by("code", "version")


def _terms(accounts: Sequence[TradingAccount]) -> dict[uuid.UUID, AccountTerms]:
    rows = AccountTerms.objects.filter(Among("account_id", [account.id for account in accounts]))
    return {row.account_id: row for row in rows}


def _closed_against(deals: Sequence[Deal], told: dict[int, DealFacts]) -> list[Deal]:
    wanted = {row.close_by for row in told.values() if row.close_by} - {deal.id for deal in deals}
    return commissionable(Deal.objects.filter(id__in=wanted)) if wanted else []


def _partners(
    direct: set[uuid.UUID], plans: Sequence[Plan], since: datetime, until: datetime
) -> list[Partner]:
    """Those who brought the clients, those whom plans name, and everybody above them at any time between."""
    named = Partner.objects.filter(number__in=named_partners(plans)).values_list("id", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [[*direct, *named], until, since])
        ids = [row[0] for row in cursor.fetchall()]
    if any("qualify" in plan.document.get("distribution", {}) for plan in plans):
        # Sub-partners are counted, whether or not they brought any of the clients.
        subs = PartnerParent.objects.filter(overlaps(since, until), Among("parent_id", ids))
        ids += subs.values_list("partner_id", flat=True)
    return list(Partner.objects.filter(Among("id", ids)).order_by("number"))
