"""Deals as they come from the servers: stored once, in batches; a change of one is another row."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from atrium.providers.trading import contract
from tenants.outbox.services import announce

from .. import rules
from ..models import Deal, DealChange, PositionOpen, Server, TradingAccount
from ..types import Recorded
from .openings import fill_openings, openings_for, remember_openings
from .servers import lock_deals_of


@transaction.atomic
def record_deals(*, server: Server, deals: Sequence[contract.Deal]) -> Recorded:
    """Safe to repeat with any overlap: known deals add nothing, changed ones are noted as changes."""
    lock_deals_of(server)
    by_ticket = {deal.ticket: deal for deal in deals}
    known = _known_digests(server, by_ticket)
    new = [deal for deal in by_ticket.values() if deal.ticket not in known]
    changed = [by_ticket[ticket] for ticket, digest in known.items() if digest != by_ticket[ticket].digest]
    batch_id = _insert(server, sorted(new, key=lambda deal: (deal.time, deal.ticket))) if new else None
    _note_changes(server, changed)
    unmatched = _announce(server, batch_id, new)
    return Recorded(batch_id, len(new), len(changed), unmatched)


def _known_digests(server: Server, tickets: Iterable[int]) -> dict[int, str]:
    """What we last heard of each deal that we have."""
    rows = Deal.objects.filter(server=server, ticket__in=list(tickets)).values_list("id", "ticket", "digest")
    changes = DealChange.objects.filter(deal_id__in=[row[0] for row in rows]).order_by("id")
    latest = dict(changes.values_list("deal_id", "digest"))
    return {ticket: latest.get(deal_id, digest) for deal_id, ticket, digest in rows}


def _insert(server: Server, new: Sequence[contract.Deal]) -> uuid.UUID:
    batch_id, at = new_id(), clock.now()
    remember_openings(server, new)
    accounts = _accounts(server, {deal.login for deal in new})
    openings = openings_for(server, new)
    Deal.objects.bulk_create(
        (
            _row(server, deal, accounts.get(deal.login), openings.get(deal.ticket), batch_id, at)
            for deal in new
        ),
        batch_size=2000,
        ignore_conflicts=True,
    )
    fill_openings(server, new)
    return batch_id


def _accounts(server: Server, logins: set[int]) -> Mapping[int, uuid.UUID]:
    rows = TradingAccount.objects.filter(server=server, login__in=logins)
    return dict(rows.values_list("login", "id"))


def _row(
    server: Server,
    deal: contract.Deal,
    account_id: uuid.UUID | None,
    opening: PositionOpen | None,
    batch_id: uuid.UUID,
    at: datetime,
) -> Deal:
    began = opening if deal.entry in contract.CLOSES else None
    return Deal(
        server=server,
        ticket=deal.ticket,
        login=deal.login,
        account_id=account_id,
        batch_id=batch_id,
        action=deal.action,
        entry=deal.entry,
        side=rules.position_side(deal.action, deal.entry),
        symbol=deal.symbol,
        lots=deal.lots,
        closed_lots=deal.closed_lots,
        price=deal.price,
        position_id=deal.position_id,
        open_price=deal.position_price or (began.price if began else None),
        opened_at=began.opened_at if began else None,
        profit=deal.profit,
        commission=deal.commission,
        swap=deal.swap,
        fee=deal.fee,
        contract_size=deal.contract_size,
        time=deal.time,
        reason=deal.reason,
        comment=deal.comment[:64],
        digest=deal.digest,
        recorded_at=at,
    )


def _note_changes(server: Server, changed: Sequence[contract.Deal]) -> None:
    if not changed:
        return
    at = clock.now()
    ids = dict(
        Deal.objects.filter(server=server, ticket__in=[deal.ticket for deal in changed]).values_list(
            "ticket", "id"
        )
    )
    DealChange.objects.bulk_create(
        DealChange(deal_id=ids[deal.ticket], facts=_facts(deal), digest=deal.digest, seen_at=at)
        for deal in changed
    )
    announce("deals.changed", server_id=str(server.id), deal_ids=sorted(ids.values()))


def _facts(deal: contract.Deal) -> dict[str, object]:
    """JSON of the deal as it is now; amounts as text."""
    return {name: _plain(value) for name, value in asdict(deal).items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def _announce(server: Server, batch_id: uuid.UUID | None, new: Sequence[contract.Deal]) -> int:
    if batch_id is None:
        return 0
    announce("deals.recorded", server_id=str(server.id), batch_id=str(batch_id), count=len(new))
    strangers = Deal.objects.filter(batch_id=batch_id, account__isnull=True)
    logins = sorted(set(strangers.values_list("login", flat=True)))
    if logins:
        announce("deals.unmatched", server_id=str(server.id), batch_id=str(batch_id), logins=logins)
    return len(logins)
