"""One computation: deals in order through the evaluator into the table, the ledger and the sums that go on."""

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from decimal import localcontext

from atrium.kernel.collecting import uncollected
from tenants.rebates.engine.numbers import CONTEXT
from tenants.rebates.engine.times import period_of

from ..gifts import Gifts
from ..models import Late
from ..services import subledger
from . import parking, remembering
from .evaluator import Evaluator, Unmapped
from .exchange import NoRate
from .ground import Ground, moment
from .parking import Lack
from .reading import Read
from .remembering import Span
from .sink import BLOCK, LineSink
from .state import Key, State, cap_scope, volume_scope
from .totals import PeriodTotals

FOREVER = 253_402_300_799
"""The last second that a calendar can write."""
FEW = 50
"""Deals whose lines are so few that they are written at once when all are computed."""
BLOCK_OF_BATCH = 400
"""Lines: a fraction of what a second brings, so that most of a batch is written while its last deals are computed."""


@dataclass(slots=True)
class Written:
    lines: int = 0
    partner_ids: set[uuid.UUID] = field(default_factory=set)
    lacks: dict[int, Lack] = field(default_factory=dict)
    held: int = 0
    """How often a plan's lines wait for facts that are still to come."""


class Session:
    """`streaming`: deals come bit by bit, so one of a period that is over comes late for tables over that period.

    What streams is posted at once; a run is posted when it is over.
    """

    def __init__(
        self, ground: Ground, *, now: int, streaming: bool = False, emit: Collection[str] | None = None
    ) -> None:
        self.ground, self._streaming, self._now = ground, streaming, now
        self.state = State()
        totals = PeriodTotals()
        self.evaluator = Evaluator(
            ground.scenario,
            state=self.state,
            totals=totals,
            now=now,
            final=False,
            emit=emit,
            given=Gifts(ground.facts).at,
        )
        totals.evaluator = self.evaluator
        self.scopes = remembering.scopes_of(self.evaluator, ground.scenario)
        self.hedging = remembering.hedges(ground.scenario)
        self._opened: set[Span] = set()

    @property
    def reads_periods(self) -> bool:
        """A table over a whole period is counted while lines are written, so the connection cannot be the writer's."""
        return any(
            table.convention != "marginal"
            for plan in self.ground.scenario.plans
            for table in self.evaluator.tables_of(plan.id)
        )

    def open(self, deals: Sequence[Read], parties: Collection[str] | None = None) -> set[Span]:
        """Takes up what is remembered of the deals' periods. Returns what has to be counted first."""
        spans = remembering.spans_of(self.scopes, deals) - self._opened
        missing = remembering.load(self.state, spans, parties)
        self._opened |= spans
        return missing

    def rehearse(self, deals: Sequence[Read]) -> None:
        """The books of hedges as these deals left them."""
        with localcontext(CONTEXT):
            for read in deals:
                if read.deal.symbol in self.ground.scenario.symbols:
                    self.evaluator.rehearse(read.deal, read.other_lots)

    @uncollected()
    def prime(self, missing: Collection[Span], before: Key, alive: Callable[[], None] = lambda: None) -> None:
        with localcontext(CONTEXT):
            remembering.prime(self.evaluator, missing, before, hedging=self.hedging, alive=alive)
        self.state.late.clear()

    def write(self, deals: Sequence[Read], batch_id: uuid.UUID, batches: dict[int, uuid.UUID]) -> Written:
        written = Written()
        sink = LineSink(
            self.ground,
            batch_id,
            background=len(deals) > FEW and not self.reads_periods,
            block=BLOCK_OF_BATCH if self._streaming else BLOCK,
        )
        done: list[int] = []
        held: set[tuple[str, int]] = set()
        try:
            with localcontext(CONTEXT):
                for read in deals:
                    self._one(read, sink, written, done, held)
        finally:
            sink.close()
        written.lines = sink.lines
        partners = self.ground.partners
        written.partner_ids = {partners[str(number)].id for kind, number, _ in sink.sums if kind == "partner"}
        parking.park(batches, written.lacks, done)
        if self._streaming:
            subledger.post_sums(batch_id=batch_id, sums=sink.sums)
        else:
            subledger.add_sums(sums=sink.sums)
        self._remember(deals, held)
        return written

    def _one(
        self, read: Read, sink: LineSink, written: Written, done: list[int], held: set[tuple[str, int]]
    ) -> None:
        if read.lined:
            if self.hedging:
                self.evaluator.rehearse(read.deal, read.other_lots)
            return
        if read.lacks:
            written.lacks[read.pk] = parking.NO_OPENING
            return
        try:
            outcome = self.evaluator.lines_of(read.deal, read.other_lots)
        except (NoRate, Unmapped) as error:
            written.lacks[read.pk] = parking.lack_of(read, error)
            return
        done.append(read.pk)
        if outcome.provisional:
            written.held += 1
            held |= {(plan, read.deal.close_time) for plan in outcome.provisional}
        sink.add(read, outcome.lines)

    def _remember(self, deals: Sequence[Read], held: set[tuple[str, int]]) -> None:
        if deals:
            remembering.save(self.state, self._opened, deals[-1].key)
        late = {place[:2] for place in self.state.late}
        self.state.late.clear()
        rows = [*self._late_rows(late), *self._held_rows(held)]
        if self._streaming:
            rows += self._after_the_period(deals)
        if rows:
            Late.objects.bulk_create(rows, ignore_conflicts=True)

    def _late_rows(self, spans: set[Span]) -> list[Late]:
        """The periods in which a deal came after a later one: their plans are computed again."""
        rows: list[Late] = []
        for scope, start in spans:
            end = period_of(self.scopes[scope], start).end
            rows += [
                Late(plan=plan, since=moment(start), until=moment(end))
                for code, plan in self.ground.plans.items()
                if self._reads(code, scope)
            ]
        return rows

    def _reads(self, code: str, scope: str) -> bool:
        tables = self.evaluator.tables_of(code)
        read = {volume_scope(table.period, table.scope) for table in tables if table.convention == "marginal"}
        return scope in read or scope == cap_scope(code)

    def _after_the_period(self, deals: Sequence[Read]) -> list[Late]:
        """Tables over a period that is over already read less before this deal came."""
        found: dict[tuple[str, int], Late] = {}
        for code, plan in self.ground.plans.items():
            for table in self.evaluator.tables_of(code):
                for time in {read.deal.close_time for read in deals if table.convention != "marginal"}:
                    period = period_of(table.period, time)
                    if table.convention == "prospective":
                        period = period_of(table.period, period.end)
                    if period.start <= self._now:
                        found[code, period.start] = Late(
                            plan=plan, since=moment(period.start), until=moment(period.end)
                        )
        return list(found.values())

    def _held_rows(self, held: set[tuple[str, int]]) -> list[Late]:
        """Periods that are still open: what their plans give is known when they close."""
        found: dict[tuple[str, int, int], Late] = {}
        for code, time in held:
            for table in self.evaluator.tables_of(code):
                if table.convention == "whole_period":
                    period = period_of(table.period, time)
                    if period.end > self._now:
                        found[code, period.start, period.end] = Late(
                            plan=self.ground.plans[code], since=moment(period.start), until=moment(period.end)
                        )
        return list(found.values())
