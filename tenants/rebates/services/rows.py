"""From the engine's lines to rows, and from rows to those of a shadow."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from tenants.rebates import engine

from ..gather import Facts
from ..models import Line, PartyKind, Plan, ShadowLine
from ..scenario import deal_id


def rows_of(lines: Iterable[engine.Line], facts: Facts, batch_id: uuid.UUID) -> list[Line]:
    """In the engine's order."""
    deals = {deal_id(deal): deal for deal in facts.deals}
    partners = {str(partner.number): partner for partner in facts.partners}
    clients = {str(client.number): client for client in facts.clients}
    owners = {client.id: client for client in facts.clients}
    plans = {plan.engine_id: plan for plan in facts.plans}
    rows = []
    for line in lines:
        deal = deals[line.source]
        party = line.party or ""
        rows.append(
            Line(
                source_kind=line.source_kind,
                source=line.source,
                leg=line.pool or str(line.leg),
                party_kind=line.party_kind,
                party=party,
                level=line.level,
                plan=plans[line.plan] if line.plan else None,
                partner=partners[party] if party and line.party_kind == PartyKind.PARTNER else None,
                client=clients[party] if party and line.party_kind == PartyKind.CLIENT else None,
                of_client=owners[deal.account.client_id] if deal.account else None,
                deal_id=deal.id,
                symbol=deal.symbol,
                lots=deal.closed_lots,
                amount=line.amount,
                currency=line.currency,
                reason=line.reason or "",
                time=_moment(line.time),
                due=_moment(line.due),
                batch_id=batch_id,
            )
        )
    return rows


def store_in_shadow(plan: Plan, lines: Iterable[Line]) -> int:
    """The same lines without money. Returns how many there were."""
    rows = [_shadow_of(plan, line) for line in lines]
    ShadowLine.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _shadow_of(plan: Plan, line: Line) -> ShadowLine:
    return ShadowLine(
        plan=plan,
        source_kind=line.source_kind,
        source=line.source,
        leg=line.leg,
        party_kind=line.party_kind,
        party=line.party,
        partner=line.partner,
        deal_id=line.deal_id,
        symbol=line.symbol,
        lots=line.lots or 0,
        amount=line.amount,
        currency=line.currency,
        reason=line.reason,
        time=line.time,
    )


def _moment(time: int) -> datetime:
    return datetime.fromtimestamp(time, UTC)
