"""From deals to lines and one ledger posting per party and currency: batch by batch as they come, or a whole period at once."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from atrium.kernel.collecting import uncollected
from atrium.kernel.ids import new_id
from tenants.outbox.services import announce
from tenants.rebates import engine
from tenants.trading.models import Deal, Symbol

from ..bulk import batch, run
from ..gather import closing_deals, gather
from ..models import Computation, Line, Waiting
from ..scenario import scenario_of
from ..types import Accrued
from .rows import rows_of

AT_ONCE: Final = 20
"""Batches of one transaction: what is done again where it fails."""


def accrue(*, batch_id: uuid.UUID) -> Accrued:
    """Deals that have lines already are left alone, so a batch told twice, or twice at once, accrues once."""
    return _accrue_together([batch_id])


def accrue_batches(*, batch_ids: Sequence[uuid.UUID]) -> Accrued:
    """The same for all that wait, some at a time: most of the work of a batch is to gather the facts around it."""
    parts = [batch_ids[start : start + AT_ONCE] for start in range(0, len(batch_ids), AT_ONCE)]
    return _sum([_accrue_together(part) for part in parts])


def accrue_period(
    *, since: datetime, until: datetime, chunk: int = run.CHUNK, progress: run.Progress | None = None
) -> Computation:
    """Every closing deal of the period that has no lines. What a killed run had done is done; the rest is done now."""
    unfinished = Computation.objects.filter(since=since, until=until, ended_at=None).first()
    computation = unfinished or run.begin(since=since, until=until)
    return run.resume(computation.id, chunk=chunk, progress=progress)


def accrue_waiting(*, limit: int = 500) -> Accrued:
    """Tries again the deals that lacked something, each batch in a transaction of its own."""
    deals = closing_deals(id__in=list(_waiting(limit)))
    return _sum([accrue(batch_id=batch_id) for batch_id in sorted({deal.batch_id for deal in deals})])


def _sum(results: Sequence[Accrued]) -> Accrued:
    partners = {partner for result in results for partner in result.partner_ids}
    return Accrued(
        sum(result.lines for result in results),
        tuple(sorted(partners)),
        sum(result.waiting for result in results),
    )


@uncollected()
@transaction.atomic
def _accrue_together(batch_ids: Sequence[uuid.UUID]) -> Accrued:
    """Several batches become one: its lines, its posting and its event have a batch of their own."""
    one_at_a_time(batch_ids[0])
    together = batch_ids[0] if len(batch_ids) == 1 else new_id()
    return _accrue(together, closing_deals(batch_id__in=list(batch_ids)))


def _accrue(batch_id: uuid.UUID, deals: Sequence[Deal]) -> Accrued:
    if not deals:
        return Accrued(0, (), 0)
    # The ordinary write before the many rows: what fails at the commit is then told (Citus).
    Waiting.objects.filter(deal_id=0).delete()
    written = batch.write(batch_id, deals)
    partner_ids = tuple(sorted(written.partner_ids))
    if written.lines:
        announce("rebates.accrued", batch_id=str(batch_id), partner_ids=[str(each) for each in partner_ids])
    return Accrued(written.lines, partner_ids, len(written.lacks))


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
    computed = engine.compute(scenario_of(facts, name=f"batch {batch_id}"))
    return rows_of(computed.lines, facts, batch_id)


def _waiting(limit: int) -> Iterable[int]:
    return Waiting.objects.order_by("since").values_list("deal_id", flat=True)[:limit]


def one_at_a_time(batch_id: uuid.UUID) -> None:
    """Whoever computes for this broker waits for whoever does, and then finds the other's lines there."""
    run.one_computation_at_a_time()
