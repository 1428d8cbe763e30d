"""The scenario document of gathered facts: what the engine computes, and what a partner may verify with a tool of its own.

Ids in it are those that people know: an IB's and a client's number, server and login, server and ticket.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from atrium.kernel.money import Money
from tenants.ibs.models import ClientPartner, Partner
from tenants.rates.models import Rate
from tenants.rebates import engine
from tenants.rebates.engine.numbers import plain
from tenants.trading.models import Deal, Symbol, TradingAccount

from . import own_shares
from .gather import Facts
from .gifts import Gifts
from .models import DealFacts, Plan

Document = dict[str, Any]
STOPPED_OUT = "so"
"""The platform's word for a position that it closed itself for lack of margin."""

_Row = TypeVar("_Row")


def document_of(facts: Facts, *, name: str, description: str = "", deals: bool = True) -> Document:
    return {
        "scenario": name,
        "description": description or None,
        "rates": [_rate(rate) for rate in facts.rates],
        "symbols": [_symbol(symbol) for symbol in facts.symbols],
        "partners": list(_partners(facts)),
        "clients": list(_clients(facts)),
        "accounts": _accounts(facts),
        "plans": [plan_document(plan) for plan in facts.plans],
        "deals": _deals(facts) if deals else [],
        "events": list(_events(facts)),
    }


def scenario_of(facts: Facts, *, name: str, deals: bool = True) -> engine.Scenario:
    """What we compute ourselves. It knows the own shares that partners agreed on, which no document has words for."""
    return own_shares.known_to(engine.parse(document_of(facts, name=name, deals=deals)), facts)


def deal_id(deal: Deal) -> str:
    return f"{deal.server.code}:{deal.ticket}"


def time_text(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def plan_document(plan: Plan) -> Document:
    dates = {
        "from": time_text(plan.valid_from) if plan.valid_from else None,
        "to": time_text(plan.valid_to) if plan.valid_to else None,
    }
    return {**plan.document, **dates, "plan": plan.engine_id}


def _rate(rate: Rate) -> Document:
    return {"base": rate.base, "quote": rate.quote, "rate": plain(rate.rate), "at": time_text(rate.at)}


def _symbol(symbol: Symbol) -> Document:
    return {
        "symbol": symbol.symbol,
        "contract_size": plain(symbol.contract_size),
        "pip_size": plain(symbol.pip_size),
        "quote": symbol.quote,
        "groups": list(symbol.groups),
    }


def _partners(facts: Facts) -> Iterator[Document]:
    """As they stood at the beginning; what changed later is an event."""
    parents = {row.partner_id: row.parent_id for row in facts.parents if row.valid_from <= facts.since}
    statuses = {row.partner_id: row.status for row in facts.statuses if row.valid_from <= facts.since}
    ranks = {row.partner_id: row.rank for row in facts.ranks if row.valid_from <= facts.since}
    gifts = Gifts(facts)
    for partner in facts.partners:
        parent = parents.get(partner.id)
        yield _partner(
            partner,
            gifts.at(str(partner.number), int(facts.until.timestamp())),
            str(facts.numbers[parent]) if parent in facts.numbers else None,
            statuses.get(partner.id, "active"),
            ranks.get(partner.id, 0),
        )


def _partner(
    partner: Partner, gifts: Mapping[str, Decimal], parent: str | None, status: str, rank: int
) -> Document:
    return {
        "partner": str(partner.number),
        "parent": parent,
        "currency": partner.currency,
        "status": status,
        "rank": rank,
        "ratio": plain(partner.ratio),
        "person": str(partner.person_id),
        "client_shares": {group: plain(share) for group, share in gifts.items()},
        "payout": {
            "schedule": partner.payout_schedule,
            "delay_days": partner.payout_delay_days,
            "minimum": plain(Money(partner.payout_minimum_minor, partner.currency).decimal),
        },
    }


def _clients(facts: Facts) -> Iterator[Document]:
    brought = _grouped((row.client_id, row) for row in facts.brought)
    levelled = {event.client_id for event in facts.events if event.code.startswith("kyc:")}
    for client in facts.clients:
        stakes = [row for row in brought.get(client.id, ()) if row.valid_from <= facts.since]
        yield {
            "client": str(client.number),
            **_stakes(stakes, facts),
            "group": client.group or None,
            "country": client.country or None,
            "person": str(client.user.person_id),
            # Where the levels are dated by checks, they begin at none.
            "kyc_level": 0 if client.id in levelled else client.kyc_level,
            "currency": client.currency,
        }


def _stakes(rows: Sequence[ClientPartner], facts: Facts) -> Document:
    """One partner of the whole client, or co-partners with their shares."""
    if len(rows) == 1 and rows[0].share == 1:
        return {"partner": str(facts.numbers[rows[0].partner_id])}
    if not rows:
        return {"partner": None}
    ordered = sorted(rows, key=lambda row: (-row.share, facts.numbers[row.partner_id]))
    return {
        "partners": [
            {"partner": str(facts.numbers[row.partner_id]), "share": plain(row.share)} for row in ordered
        ]
    }


def _accounts(facts: Facts) -> list[Document]:
    numbers = {client.id: client.number for client in facts.clients}
    accounts = {account.id: account for account in facts.accounts}
    accounts |= {deal.account.id: deal.account for deal in facts.deals if deal.account}
    return [_account(account, numbers[account.client_id], facts) for account in accounts.values()]


def _account(account: TradingAccount, client: int, facts: Facts) -> Document:
    terms = facts.terms.get(account.id)
    document: Document = {
        "account": f"{account.server.code}:{account.login}",
        "client": str(client),
        "currency": account.currency,
        "platform": account.server.vendor,
        "group": account.group,
        "type": account.product.code,
        "volume_factor": plain(account.product.volume_factor),
    }
    if terms is not None:
        document["rebates"] = terms.rebates
        document["redirect"] = str(facts.numbers[terms.redirect_id]) if terms.redirect_id else None
    return document


def _deals(facts: Facts) -> list[Document]:
    names = {deal.id: deal_id(deal) for deal in facts.deals}
    return [{**_deal(deal), **_told(facts.told.get(deal.id), names)} for deal in facts.deals]


def _deal(deal: Deal) -> Document:
    assert deal.opened_at is not None
    assert deal.open_price is not None
    document: Document = {
        "deal": deal_id(deal),
        "account": f"{deal.server.code}:{deal.login}",
        "symbol": deal.symbol,
        "side": deal.side,
        "lots": plain(deal.closed_lots),
        "open_time": time_text(min(deal.opened_at, deal.time)),
        "close_time": time_text(deal.time),
        "open_price": plain(deal.open_price),
        "close_price": plain(deal.price),
        "commission": plain(max(-deal.commission, Decimal(0))),
        "profit": plain(deal.profit),
    }
    if deal.reason == STOPPED_OUT:
        document["flags"] = ["liquidation"]
    return document


def _told(row: DealFacts | None, names: Mapping[int, str]) -> Document:
    """What the platform did not report."""
    if row is None:
        return {}
    document: Document = {
        "spread": plain(row.spread),
        "markup": plain(row.markup),
        "credit": plain(row.credit),
        "revenue": None if row.revenue is None else plain(row.revenue),
        "equity": None if row.equity is None else plain(row.equity),
        "close_by": names.get(row.close_by) if row.close_by else None,
    }
    if row.flags:
        document["flags"] = list(row.flags)
    return document


def _events(facts: Facts) -> Iterator[Document]:
    """What changed after the beginning, and all that happened with the clients."""
    yield from _moves(facts)
    for rank in facts.ranks:
        if rank.valid_from > facts.since:
            partner = str(facts.numbers[rank.partner_id])
            yield {**_event("rank", rank.valid_from, str(rank.id)), "partner": partner, "rank": rank.rank}
    for status in facts.statuses:
        if status.valid_from > facts.since:
            partner = str(facts.numbers[status.partner_id])
            yield {
                **_event("status", status.valid_from, str(status.id)),
                "partner": partner,
                "status": status.status,
            }
    yield from _assignments(facts)
    yield from _happenings(facts)


def _moves(facts: Facts) -> Iterator[Document]:
    """At one moment the end of a row (a) comes before the beginning of the next (b)."""
    for row in facts.parents:
        partner = str(facts.numbers[row.partner_id])
        if row.valid_from > facts.since and row.parent_id in facts.numbers:
            parent = str(facts.numbers[row.parent_id])
            yield {**_event("move", row.valid_from, f"b{row.id}"), "partner": partner, "parent": parent}
        if row.valid_to is not None and row.valid_to <= facts.until:
            yield {**_event("move", row.valid_to, f"a{row.id}"), "partner": partner, "parent": None}


def _assignments(facts: Facts) -> Iterator[Document]:
    """One event per client and moment, with all who hold it from then on."""
    brought = _grouped((row.client_id, row) for row in facts.brought)
    for client in facts.clients:
        rows = brought.get(client.id, [])
        moments = {row.valid_from for row in rows}
        moments |= {row.valid_to for row in rows if row.valid_to is not None and row.valid_to <= facts.until}
        for moment in sorted(at for at in moments if at > facts.since):
            held = [row for row in rows if _holds(row, moment)]
            event = _event("assign", moment, str(client.id))
            yield {**event, "client": str(client.number), **_stakes(held, facts)}


def _happenings(facts: Facts) -> Iterator[Document]:
    numbers = {client.id: str(client.number) for client in facts.clients}
    for event in facts.events:
        if event.client_id in numbers:
            told = {"type": event.kind, "id": event.code, "at": time_text(event.at)}
            yield {**told, "client": numbers[event.client_id], **event.facts}


def _holds(row: ClientPartner, at: datetime) -> bool:
    return row.valid_from <= at and (row.valid_to is None or row.valid_to > at)


def _event(kind: str, at: datetime, key: str) -> Document:
    return {"type": kind, "id": f"{kind}:{time_text(at)}:{key}", "at": time_text(at)}


def _grouped(pairs: Iterable[tuple[UUID, _Row]]) -> dict[UUID, list[_Row]]:
    groups: dict[UUID, list[_Row]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return groups
