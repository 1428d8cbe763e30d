"""A run over a period: every closing deal in it that has no lines gets them. Killed, it goes on from its last chunk."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from atrium.kernel import clock
from atrium.kernel.collecting import uncollected
from atrium.kernel.keys import lock_key
from tenants.trading.models import Deal

from ..models import Computation, Line
from ..services import subledger
from . import ground as grounds
from .reading import Read, Reader
from .session import Session, Written
from .state import Key

CHUNK: Final = 50_000
"""Deals of one transaction: what is done again after a kill, and what is in memory at once."""
Progress = Callable[[int], None]


def begin(*, since: datetime, until: datetime) -> Computation:
    return Computation.objects.create(since=since, until=until)


def resume(computation_id: uuid.UUID, *, chunk: int = CHUNK, progress: Progress | None = None) -> Computation:
    """To its end. Said of one that has ended, it does nothing."""
    computation = Computation.objects.get(id=computation_id)
    if computation.ended_at is not None:
        return computation
    work = _Work(computation, chunk)
    while work.next_chunk():
        if progress is not None:
            progress(work.computation.deals)
    return work.computation


def one_computation_at_a_time() -> None:
    """Deals count in one order, so whoever computes for this broker waits for whoever does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key("rebates", "computing")])


class _Work:
    def __init__(self, computation: Computation, chunk: int) -> None:
        self.computation, self._chunk = computation, chunk
        since, until = computation.since, computation.until
        self._session = Session(grounds.of_period(since, until), now=int(clock.now().timestamp()))
        lined = Line.objects.filter(
            time__gte=since, time__lt=until, source_kind=Line.SourceKind.DEAL
        ).exists()
        self._reader = Reader(since, until, lined=lined)
        self._begun = False
        self._opened = _earliest_openings(since, until) if self._session.hedging else []

    @uncollected()
    def next_chunk(self) -> bool:
        """False: there was nothing left."""
        with transaction.atomic():
            one_computation_at_a_time()
            # The ordinary write before the many rows: what fails at the commit is then told (Citus).
            Computation.objects.filter(id=self.computation.id).update(chunks=self.computation.chunks + 1)
            deals = self._reader.after((self.computation.after_time, self.computation.after_key), self._chunk)
            if not deals:
                self._end()
                return False
            self._begin(deals)
            written = self._session.write(deals, self.computation.id, Batches())
            self._mark(deals[-1].key, written, len(deals))
        self._session.state.forget_books(self._earliest_after(deals[-1].key[0]))
        return True

    def _begin(self, deals: Sequence[Read]) -> None:
        missing = self._session.open(deals)
        if not self._begun:
            self._session.prime(missing, deals[0].key)
            self._begun = True

    def _mark(self, last: Key, written: Written, deals: int) -> None:
        done = self.computation
        done.after_time, done.after_key = last
        done.chunks += 1
        done.deals += deals
        done.lines += written.lines
        done.save(update_fields=["after_time", "after_key", "chunks", "deals", "lines"])

    def _end(self) -> None:
        subledger.post_outstanding(batch_id=self.computation.id)
        self.computation.ended_at = clock.now()
        self.computation.save(update_fields=["ended_at"])

    def _earliest_after(self, time: int) -> int:
        """When the first of the positions that close later was opened."""
        return min((opened for day, opened in self._opened if day >= time // 86_400), default=time)


class Batches(dict[int, uuid.UUID]):
    """Looked up when a deal is parked: few are."""

    def __missing__(self, deal: int) -> uuid.UUID:
        found: uuid.UUID = Deal.objects.values_list("batch_id", flat=True).get(id=deal)
        return found


def _earliest_openings(since: datetime, until: datetime) -> list[tuple[int, int]]:
    """For each day the earliest opening of a position that was closed on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM time)::bigint / 86400, extract(epoch FROM min(opened_at))::bigint"
            " FROM trading_deal WHERE time >= %s AND time < %s AND opened_at IS NOT NULL GROUP BY 1",
            [since, until],
        )
        return [(day, opened) for day, opened in cursor.fetchall()]
