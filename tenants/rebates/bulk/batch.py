"""A batch as it comes from a server: the same path as a run, over facts no larger than the batch needs."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from atrium.kernel import clock
from tenants.trading.models import Deal, TradingAccount

from ..gather import in_force
from ..models import Late
from . import ground as grounds
from .ground import Ground, moment
from .reading import Read, Reader, read_rows
from .remembering import Span
from .session import Session, Written, history_of_pairs
from .state import Key

DAY = timedelta(days=1)


def write(batch_id: uuid.UUID, deals: Sequence[Deal]) -> Written:
    """Inside a transaction, one at a time for a broker. The deals have no lines yet."""
    reads = read_rows(deals)
    able = {read.pk for read in reads if not read.lacks}
    ready = [deal for deal in deals if deal.id in able]
    batches = {deal.id: deal.batch_id for deal in deals}
    before: list[Read] = []
    after: list[Read] = []
    since: datetime | None = None
    accounts: list[TradingAccount] = []
    if ready and _may_hedge(ready):
        ordered = [read for read in reads if not read.lacks]
        accounts = grounds.accounts_of({deal.account.client_id for deal in ready if deal.account})
        before, after = history_of_pairs(ordered, [account.id for account in accounts])
        since = moment(min((read.deal.open_time for read in before), default=ordered[0].deal.open_time))
    session = _session(grounds.of_deals(ready, since=since, accounts=accounts) if ready else Ground.empty())
    if session.reads_periods:
        session = _whole(reads)
    missing = session.open(reads, _people(session.ground))
    if missing and _something_came_before(missing, reads[0].key):
        session = _whole(reads)
        session.prime(session.open(reads), reads[0].key)
    elif before or after:
        session.rehearse(before)
    written = session.write(reads, batch_id, batches)
    if after:
        _note_late(session, reads, after)
    return written


def _session(ground: Ground) -> Session:
    return Session(ground, now=int(clock.now().timestamp()), streaming=True)


def _whole(reads: Sequence[Read]) -> Session:
    since, until = moment(reads[0].deal.close_time), moment(reads[-1].deal.close_time + 1)
    return _session(grounds.of_period(since, until))


def _something_came_before(missing: Collection[Span], first: Key) -> bool:
    """In a period that begins with these deals there is nothing to count again."""
    begin = min(start for _scope, start in missing)
    found = Reader(moment(begin), moment(first[0] + 1)).after((begin - 1, ""), 1)
    return bool(found) and found[0].key < first


def _may_hedge(deals: Sequence[Deal]) -> bool:
    since, until = min(deal.opened_at or deal.time for deal in deals), max(deal.time for deal in deals)
    return any(
        plan.document.get("guards", {}).get("hedging") == "net" for plan in in_force(min(since, until), until)
    )


def _people(ground: Ground) -> set[str]:
    return {*ground.partners, *ground.clients}


def _note_late(session: Session, reads: Sequence[Read], after: Sequence[Read]) -> None:
    """Deals of the same client and symbol are in the books that should have come after these."""
    until = moment(max(read.deal.close_time for read in after)) + DAY
    rows = [
        Late(plan=session.ground.plans[plan.id], since=moment(reads[0].deal.close_time), until=until)
        for plan in session.ground.scenario.plans
        if plan.guards.hedging == "net"
    ]
    Late.objects.bulk_create(rows, ignore_conflicts=True)
