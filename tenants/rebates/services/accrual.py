"""From a batch of deals to lines and one ledger posting per party and currency."""

import uuid
from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from atrium.kernel.keys import lock_key
from tenants.outbox.services import announce
from tenants.rebates import engine
from tenants.trading.models import Deal, Symbol

from ..gather import closing_deals, gather
from ..models import Line, Waiting
from ..scenario import document_of
from ..types import Accrued
from . import subledger
from .rows import rows_of


@transaction.atomic
def accrue(*, batch_id: uuid.UUID) -> Accrued:
    """Deals that have lines already are left alone, so a batch told twice, or twice at once, accrues once."""
    one_at_a_time(batch_id)
    return _accrue(batch_id, closing_deals(batch_id=batch_id))


def accrue_waiting(*, limit: int = 500) -> Accrued:
    """Tries again the deals that lacked something, each batch in a transaction of its own."""
    deals = closing_deals(id__in=list(_waiting(limit)))
    results = [accrue(batch_id=batch_id) for batch_id in sorted({deal.batch_id for deal in deals})]
    partners = {partner for result in results for partner in result.partner_ids}
    return Accrued(
        sum(result.lines for result in results),
        tuple(sorted(partners)),
        sum(result.waiting for result in results),
    )


def _accrue(batch_id: uuid.UUID, deals: Sequence[Deal]) -> Accrued:
    ready, waiting = sorted_out(deals)
    lines, unpriced = lines_of(batch_id, ready)
    waiting |= unpriced
    Line.objects.bulk_create(lines, batch_size=1000)
    _keep_waiting(batch_id, deals, waiting)
    subledger.post(batch_id=batch_id, lines=lines)
    partner_ids = tuple(sorted({line.partner_id for line in lines if line.partner_id and line.amount}))
    if lines:
        announce("rebates.accrued", batch_id=str(batch_id), partner_ids=[str(each) for each in partner_ids])
    return Accrued(len(lines), partner_ids, len(waiting))


def sorted_out(deals: Sequence[Deal]) -> tuple[list[Deal], dict[int, str]]:
    """Those that can be computed, and of the others what they lack."""
    known = set(
        Symbol.objects.filter(symbol__in={deal.symbol for deal in deals}).values_list("symbol", flat=True)
    )
    ready, waiting = [], {}
    for deal in deals:
        if deal.opened_at is None or not deal.open_price or not deal.side:
            waiting[deal.id] = "It is not known yet when and at what price the position was opened."
        elif deal.symbol not in known:
            waiting[deal.id] = f"The symbol {deal.symbol} is not described yet."
        else:
            ready.append(deal)
    return ready, waiting


def lines_of(batch_id: uuid.UUID, deals: Sequence[Deal]) -> tuple[list[Line], dict[int, str]]:
    """A missing exchange rate holds up its own deal only: plans that can be published look at one deal at a time."""
    if not deals:
        return [], {}
    try:
        return _compute(batch_id, deals), {}
    except engine.BadDocument as bad:
        if len(deals) == 1:
            return [], {deals[0].id: str(bad)}
    half = len(deals) // 2
    (left, left_waiting), (right, right_waiting) = (
        lines_of(batch_id, part) for part in (deals[:half], deals[half:])
    )
    return left + right, left_waiting | right_waiting


def _compute(batch_id: uuid.UUID, deals: Sequence[Deal]) -> list[Line]:
    facts = gather(deals)
    document = document_of(facts, name=f"batch {batch_id}")
    return rows_of(engine.compute(engine.parse(document)), facts, batch_id)


def _keep_waiting(batch_id: uuid.UUID, deals: Iterable[Deal], waiting: dict[int, str]) -> None:
    Waiting.objects.filter(deal_id__in=[deal.id for deal in deals if deal.id not in waiting]).delete()
    Waiting.objects.bulk_create(
        [
            Waiting(deal_id=deal_id, batch_id=batch_id, reason=reason[:300])
            for deal_id, reason in waiting.items()
        ],
        update_conflicts=True,
        unique_fields=["deal_id"],
        update_fields=["reason"],
    )


def _waiting(limit: int) -> Iterable[int]:
    return Waiting.objects.order_by("since").values_list("deal_id", flat=True)[:limit]


def one_at_a_time(batch_id: uuid.UUID) -> None:
    """The same batch told to two workers at once: the second waits, and then finds its lines there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("rebates", "batch", batch_id)])
