"""The scenario document of gathered facts: what the engine computes, and what a partner may verify with a tool of its own.

Ids in it are those that people know: an IB's and a client's number, server and login, server and ticket.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tenants.rates.models import Rate
from tenants.rebates import engine
from tenants.rebates.engine.document import Account, Client, Partner, Stake
from tenants.rebates.engine.numbers import ONE, plain
from tenants.rebates.engine.parse.tree import refuse_cycles
from tenants.trading.models import Deal, Symbol

from . import own_shares, people
from .dated import Brought
from .gather import Facts, named_partners
from .models import DealFacts, Plan

Document = dict[str, Any]
STOPPED_OUT = "so"
"""The platform's word for a position that it closed itself for lack of margin."""


def document_of(facts: Facts, *, name: str, description: str = "") -> Document:
    return {
        **_terms_of(facts, name=name),
        "description": description or None,
        "partners": [_partner(partner) for partner in people.partners_of(facts)],
        "clients": [_client(client) for client in people.clients_of(facts)],
        "accounts": [_account(account) for account in people.accounts_of(facts)],
        "deals": _deals(facts),
    }


def _terms_of(facts: Facts, *, name: str) -> Document:
    """The document without people, accounts and deals: there are many of those."""
    return {
        "scenario": name,
        "rates": [_rate(rate) for rate in facts.rates],
        "symbols": [_symbol(symbol) for symbol in facts.symbols],
        "plans": [plan_document(plan) for plan in facts.plans],
        "events": list(_events(facts)),
    }


def scenario_of(facts: Facts, *, name: str) -> engine.Scenario:
    """What we compute ourselves. It knows the own shares that partners agreed on, which no document has words for."""
    return own_shares.known_to(engine.parse(document_of(facts, name=name)), facts)


def scenario_without_deals(facts: Facts) -> engine.Scenario:
    """The same where deals come by another way: people straight from their rows, for they are thousands."""
    partners = {partner.id: partner for partner in people.partners_of(facts)}
    refuse_cycles(partners.values())
    document = _terms_of(facts, name="rebates")
    scenario = replace(
        engine.parse({**document, **_named(facts, partners, by_events=bool(document["events"]))}),
        partners=partners,
        clients={client.id: client for client in people.clients_of(facts)},
        accounts={account.id: account for account in people.accounts_of(facts)},
    )
    return own_shares.known_to(scenario, facts)


def _named(facts: Facts, partners: Mapping[str, Partner], *, by_events: bool) -> Document:
    """Those whom plans and events may name: the parser asks whether they are there, and whether a move closes a cycle."""
    if not by_events:
        named = {str(number) for number in named_partners(facts.plans)}
        return {"partners": [{"partner": partner} for partner in sorted(named & partners.keys())]}
    return {
        "partners": [{"partner": one.id, "parent": one.parent} for one in partners.values()],
        "clients": [{"client": str(client.number)} for client in facts.clients],
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


def _partner(partner: Partner) -> Document:
    return {
        "partner": partner.id,
        "parent": partner.parent,
        "currency": partner.currency,
        "status": partner.status,
        "rank": partner.rank,
        "ratio": plain(partner.ratio),
        "person": partner.person,
        "client_shares": {group: plain(share) for group, share in partner.client_shares.items()},
        "payout": {
            "schedule": partner.payout.schedule,
            "delay_days": partner.payout.delay_days,
            "minimum": plain(partner.payout.minimum),
        },
    }


def _client(client: Client) -> Document:
    return {
        "client": client.id,
        **_stakes(client.stakes),
        "group": client.group,
        "country": client.country,
        "person": client.person,
        "kyc_level": client.kyc_level,
        "currency": client.currency,
    }


def _stakes(stakes: Sequence[Stake]) -> Document:
    """One partner of the whole client, or co-partners with their shares."""
    if len(stakes) == 1 and stakes[0].share == ONE:
        return {"partner": stakes[0].partner}
    if not stakes:
        return {"partner": None}
    return {"partners": [{"partner": stake.partner, "share": plain(stake.share)} for stake in stakes]}


def _account(account: Account) -> Document:
    return {
        "account": account.id,
        "client": account.client,
        "currency": account.currency,
        "platform": account.platform,
        "group": account.group,
        "type": account.type,
        "volume_factor": plain(account.volume_factor),
        "redirect": account.redirect,
        "rebates": account.rebates,
    }


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
    brought = people.grouped((row.client_id, row) for row in facts.brought)
    for client in facts.clients:
        rows = brought.get(client.id, [])
        moments = {row.valid_from for row in rows}
        moments |= {row.valid_to for row in rows if row.valid_to is not None and row.valid_to <= facts.until}
        for moment in sorted(at for at in moments if at > facts.since):
            held = [row for row in rows if _holds(row, moment)]
            event = _event("assign", moment, str(client.id))
            yield {**event, "client": str(client.number), **_stakes(people.stakes_of(held, facts))}


def _happenings(facts: Facts) -> Iterator[Document]:
    numbers = {client.id: str(client.number) for client in facts.clients}
    for event in facts.events:
        if event.client_id in numbers:
            told = {"type": event.kind, "id": event.code, "at": time_text(event.at)}
            yield {**told, "client": numbers[event.client_id], **event.facts}


def _holds(row: Brought, at: datetime) -> bool:
    return row.valid_from <= at and (row.valid_to is None or row.valid_to > at)


def _event(kind: str, at: datetime, key: str) -> Document:
    return {"type": kind, "id": f"{kind}:{time_text(at)}:{key}", "at": time_text(at)}
