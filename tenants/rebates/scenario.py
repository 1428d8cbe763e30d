"""The scenario document of gathered facts: what the engine computes, and what a partner may verify with a tool of its own.

Ids in it are those that people know: an IB's and a client's number, server and login, server and ticket.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.ibs.models import ClientPartner, Partner
from tenants.rates.models import Rate
from tenants.rebates.engine.numbers import plain
from tenants.trading.models import Deal, Symbol

from .gather import Facts
from .models import Plan

Document = dict[str, Any]


def document_of(facts: Facts, *, name: str, description: str = "") -> Document:
    return {
        "scenario": name,
        "description": description or None,
        "rates": [_rate(rate) for rate in facts.rates],
        "symbols": [_symbol(symbol) for symbol in facts.symbols],
        "partners": [_partner(partner, facts) for partner in facts.partners],
        "clients": [_client(client, facts) for client in facts.clients],
        "accounts": _accounts(facts.deals, facts.clients),
        "plans": [plan_document(plan) for plan in facts.plans],
        "deals": [_deal(deal) for deal in facts.deals],
        "events": list(_events(facts)),
    }


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


def _partner(partner: Partner, facts: Facts) -> Document:
    """As it stood at the beginning; what changed later is an event."""
    parent = _first(row.parent_id for row in facts.parents if _stood(row, partner.id, facts))
    return {
        "partner": str(partner.number),
        "parent": str(facts.numbers[parent]) if parent else None,
        "currency": partner.currency,
        "status": _first(row.status for row in facts.statuses if _stood(row, partner.id, facts)) or "active",
        "rank": _first(row.rank for row in facts.ranks if _stood(row, partner.id, facts)) or 0,
        "ratio": plain(partner.ratio),
        "person": str(partner.person_id),
        "client_shares": partner.client_shares,
        "payout": {
            "schedule": partner.payout_schedule,
            "delay_days": partner.payout_delay_days,
            "minimum": plain(Money(partner.payout_minimum_minor, partner.currency).decimal),
        },
    }


def _client(client: Client, facts: Facts) -> Document:
    stakes = [row for row in facts.brought if row.client_id == client.id and row.valid_from <= facts.since]
    return {
        "client": str(client.number),
        **_stakes(stakes, facts),
        "group": client.group or None,
        "country": client.country or None,
        "person": str(client.user.person_id),
        "kyc_level": client.kyc_level,
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


def _accounts(deals: Iterable[Deal], clients: Iterable[Client]) -> list[Document]:
    numbers = {client.id: client.number for client in clients}
    accounts: dict[UUID, Document] = {}
    for deal in deals:
        account = deal.account
        if account is not None and account.id not in accounts:
            accounts[account.id] = {
                "account": f"{deal.server.code}:{account.login}",
                "client": str(numbers[account.client_id]),
                "currency": account.currency,
                "platform": deal.server.vendor,
                "group": account.group,
                "type": account.product.code,
                "volume_factor": plain(account.product.volume_factor),
            }
    return list(accounts.values())


def _deal(deal: Deal) -> Document:
    assert deal.opened_at is not None
    assert deal.open_price is not None
    return {
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


def _events(facts: Facts) -> Iterator[Document]:
    """What changed after the beginning."""
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


def _moves(facts: Facts) -> Iterator[Document]:
    """At one moment the end of a row (a) comes before the beginning of the next (b)."""
    for row in facts.parents:
        partner = str(facts.numbers[row.partner_id])
        if row.valid_from > facts.since:
            parent = str(facts.numbers[row.parent_id])
            yield {**_event("move", row.valid_from, f"b{row.id}"), "partner": partner, "parent": parent}
        if row.valid_to is not None and row.valid_to <= facts.until:
            yield {**_event("move", row.valid_to, f"a{row.id}"), "partner": partner, "parent": None}


def _assignments(facts: Facts) -> Iterator[Document]:
    """One event per client and moment, with all who hold it from then on."""
    for client in facts.clients:
        rows = [row for row in facts.brought if row.client_id == client.id]
        moments = {row.valid_from for row in rows}
        moments |= {row.valid_to for row in rows if row.valid_to is not None and row.valid_to <= facts.until}
        for moment in sorted(at for at in moments if at > facts.since):
            held = [row for row in rows if _holds(row, moment)]
            event = _event("assign", moment, str(client.id))
            yield {**event, "client": str(client.number), **_stakes(held, facts)}


def _holds(row: ClientPartner, at: datetime) -> bool:
    return row.valid_from <= at and (row.valid_to is None or row.valid_to > at)


def _event(kind: str, at: datetime, key: str) -> Document:
    return {"type": kind, "id": f"{kind}:{time_text(at)}:{key}", "at": time_text(at)}


def _stood(row: Any, partner_id: UUID, facts: Facts) -> bool:
    return bool(row.partner_id == partner_id and row.valid_from <= facts.since)


def _first(values: Iterator[Any]) -> Any:
    return next(values, None)
