"""A plan's past computed again after late facts: what differs from the lines that stand is posted as corrections."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import localcontext

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from tenants.ledger import selectors as ledger
from tenants.outbox.services import announce
from tenants.rebates.engine.numbers import CONTEXT
from tenants.rebates.engine.times import period_of

from ..models import Late, Line, PartyKind
from ..services import correction, reversing, subledger
from . import ground as grounds
from . import parking, remembering
from .evaluator import Unmapped
from .exchange import NoRate
from .ground import Ground, moment
from .reading import Read, Reader
from .run import Batches, one_computation_at_a_time
from .session import Session
from .storing import Computed

CHUNK = 10_000


def replay_late(*, now: datetime | None = None) -> int:
    """Everything that is noted and whose period is over. How many lines were written."""
    at = now or clock.now()
    noted = Late.objects.filter(until__lte=at).select_related("plan").order_by("since", "id")
    return sum(_replay(late, at) for late in list(noted))


@transaction.atomic
def _replay(late: Late, at: datetime) -> int:
    one_computation_at_a_time()
    ground = grounds.of_period(late.since, late.until)
    session = Session(ground, now=int(at.timestamp()), emit={late.plan.engine_id})
    reads = Reader(late.since, late.until).all(CHUNK)
    written, batch_id = 0, new_id()
    begun = False
    for chunk in _chunks(reads):
        if not begun:
            spans = remembering.spans_of(session.scopes, chunk)
            session.prime(spans, chunk[0].key)
            begun = True
        written += _correct(session, ground, late, chunk, batch_id)
    _remember(session, late)
    late.delete()
    if written:
        announce("rebates.accrued", batch_id=str(batch_id), partner_ids=[])
    return written


def _correct(session: Session, ground: Ground, late: Late, chunk: Sequence[Read], batch_id: uuid.UUID) -> int:
    after: dict[correction.Identity, Line] = {}
    lacks: dict[int, parking.Lack] = {}
    with localcontext(CONTEXT):
        for read in chunk:
            if read.lacks:
                continue
            try:
                outcome = session.evaluator.lines_of(read.deal, read.other_lots)
            except (NoRate, Unmapped) as error:
                lacks[read.pk] = parking.lack_of(read, error)
                continue
            for computed in outcome.lines:
                line = line_of(read, computed, ground, batch_id)
                after[correction.identity_of(line)] = line
    parking.park(Batches(), lacks)
    before = {
        identity: standing
        for identity, standing in correction.standing(
            [read.pk for read in chunk if read.pk not in lacks]
        ).items()
        if identity[2] == late.plan.engine_id
    }
    closed = ledger.locked_through()
    changes = correction.changes_between(before, after, closed)
    lines = [line for change in changes for line in correction.lines_of_change(change, batch_id, closed)]
    Line.objects.bulk_create(lines, batch_size=1000)
    subledger.post(batch_id=batch_id, lines=lines)
    reversing.follow(lines, batch_id)
    return len(lines)


def _remember(session: Session, late: Late) -> None:
    """Sums of periods that were counted whole are now in order."""
    begin, end, state = int(late.since.timestamp()), int(late.until.timestamp()), session.state
    state.changed = {
        place
        for place in state.changed
        if place[1] >= begin and period_of(session.scopes[place[0]], place[1]).end <= end
    }
    if state.changed:
        last = max(state.sums[place].last for place in state.changed)
        remembering.save(state, {(place[0], place[1]) for place in state.changed}, last)


def line_of(read: Read, computed: Computed, ground: Ground, batch_id: uuid.UUID) -> Line:
    """A row as the sink would write it."""
    party = computed.party or ""
    is_client = computed.party_kind == PartyKind.CLIENT
    account = ground.scenario.accounts[read.deal.account]
    return Line(
        deal_id=read.pk,
        plan=ground.plans[computed.plan] if computed.plan else None,
        partner=ground.partners[party] if party and not is_client else None,
        client=ground.clients[party] if party and is_client else None,
        of_client=ground.clients[account.client],
        time=moment(computed.time),
        due=moment(computed.due),
        batch_id=batch_id,
        level=computed.level,
        amount=computed.amount,
        lots=read.deal.lots,
        source_kind=Line.SourceKind.DEAL,
        source=read.deal.id,
        leg=str(computed.leg),
        party_kind=computed.party_kind,
        party=party,
        symbol=read.deal.symbol,
        currency=computed.currency,
        reason=computed.reason or "",
        inputs=computed.inputs,
    )


def _chunks(reads: Iterator[Read]) -> Iterator[list[Read]]:
    chunk: list[Read] = []
    for read in reads:
        chunk.append(read)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
