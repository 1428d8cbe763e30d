"""A batch as it comes from a server: the same path as a run, over facts no larger than the batch needs."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from atrium.kernel import clock
from tenants.trading.models import Deal, TradingAccount

from ..gather import in_force
from ..models import Late
from . import ground as grounds
from .ground import Ground, moment
from .past import history_of_pairs
from .reading import Read, Reader, read_rows
from .remembering import Span
from .session import Session, Written
from .state import Key

DAY = timedelta(days=1)


def write(batch_id: uuid.UUID, deals: Sequence[Deal]) -> Written:
    """Inside a transaction, one at a time for a broker. The deals have no lines yet."""
    reads = read_rows(deals)
    able = {read.pk for read in reads if not read.lacks}
    ready = [deal for deal in deals if deal.id in able]
    batches = {deal.id: deal.batch_id for deal in deals}
    past = _past_of(ready, reads)
    session = _session(
        grounds.of_deals(ready, since=past.since, accounts=past.accounts) if ready else Ground.empty()
    )
    if session.reads_periods:
        session = _whole(reads)
    missing = session.open(reads, _people(session.ground))
    if missing and _something_came_before(missing, reads[0].key):
        session = _whole(reads)
        session.prime(session.open(reads), reads[0].key)
    elif past.before or past.after:
        session.rehearse(past.before)
    written = session.write(reads, batch_id, batches)
    if past.after:
        _note_late(session, reads, past.after)
    return written


@dataclass(slots=True)
class _Past:
    """Of clients whose deals may be netted: their accounts, and what they closed before and after the first of these deals."""

    accounts: list[TradingAccount] = field(default_factory=list)
    before: list[Read] = field(default_factory=list)
    after: list[Read] = field(default_factory=list)
    since: datetime | None = None


def _past_of(ready: Sequence[Deal], reads: Sequence[Read]) -> _Past:
    hedged = _that_may_hedge(ready) if ready else []
    if not hedged:
        return _Past()
    accounts = grounds.accounts_of({deal.account.client_id for deal in hedged if deal.account})
    ids = {deal.id for deal in hedged}
    of_hedges = [read for read in reads if read.pk in ids]
    first = of_hedges[0]
    past = history_of_pairs(accounts, of_hedges, known=reads)
    before = [read for read in past if read.key < first.key]
    after = [read for read in past if read.key > first.key]
    since = min((read.deal.open_time for read in before), default=first.deal.open_time)
    return _Past(accounts, before, after, moment(since))


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


def _that_may_hedge(deals: Sequence[Deal]) -> list[Deal]:
    """Those that a plan which nets hedges may win, as far as their account and symbol tell: the past of the others is not read."""
    since, until = min(deal.opened_at or deal.time for deal in deals), max(deal.time for deal in deals)
    selects = [
        plan.document.get("select", {})
        for plan in in_force(min(since, until), until)
        if plan.document.get("guards", {}).get("hedging") == "net"
    ]
    return [deal for deal in deals if any(_fits(deal, select) for select in selects)]


def _fits(deal: Deal, select: Mapping[str, Collection[str]]) -> bool:
    account = deal.account
    if account is None:
        return False
    known = {
        "symbol": deal.symbol,
        "group": account.group,
        "account_type": account.product.code,
        "platform": account.server.vendor,
    }
    return all(key not in known or known[key] in wanted for key, wanted in select.items())


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
