"""What a draft would have cost over a past period, beside what was paid and what the broker earned. Long work, cell by cell."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import connection, transaction
from django.db.models import Sum

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.approvals.rates import broker_currency
from tenants.jobs import services as jobs
from tenants.staff.models import Member

from ..bulk.ground import moment
from ..bulk.reading import Read
from ..engine.numbers import CONTEXT, ZERO
from ..models import Cell, Line, PartyKind, Plan, WhatIf
from . import period_events, periods, plans, simulation, whatif_events
from .dated_rates import rates_of
from .periods import Stretch
from .whatif_events import Costs

KIND: Final = "rebates.what_if"
MOST_DAYS: Final = 400
APART: Final = " · "

_ADD: Final = """
INSERT INTO rebates_cell (what_if_id, by, key, deals, lots, revenue, cost, cost_before)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (what_if_id, by, key) DO UPDATE SET
    deals = rebates_cell.deals + excluded.deals, lots = rebates_cell.lots + excluded.lots,
    revenue = rebates_cell.revenue + excluded.revenue, cost = rebates_cell.cost + excluded.cost,
    cost_before = rebates_cell.cost_before + excluded.cost_before
"""


@dataclass(slots=True)
class _Sums:
    deals: int = 0
    lots: Decimal = ZERO
    revenue: Decimal = ZERO
    cost: Decimal = ZERO
    before: Decimal = ZERO


@dataclass(slots=True)
class _Tally:
    """Of one piece, to be added to what the pieces before gave."""

    cells: dict[tuple[str, str], _Sums] = field(default_factory=lambda: defaultdict(_Sums))
    all: _Sums = field(default_factory=_Sums)
    lines: int = 0
    left_out: int = 0


@transaction.atomic
def start_what_if(*, plan_id: uuid.UUID, since: datetime, until: datetime, by: Member) -> WhatIf:
    """Of the plan as it is written now. Whoever goes on writing changes nothing of it."""
    if not by.allows("rebates.manage"):
        raise NotFound("There is no such plan, or it is not yours to try.")
    plan = plans.of(plan_id)
    plans.check(plan)
    period_to_compute(since, until, most_days=MOST_DAYS)
    what_if = WhatIf.objects.create(
        plan=plan,
        document=plan.document,
        since=since,
        until=min(until, clock.now()),
        currency=broker_currency(),
        asked_by=by.user,
    )
    title = f"What if: {plan.name}, version {plan.version}"
    total = periods.count(what_if.since, what_if.until)
    job = jobs.start(kind=KIND, params={"what_if": str(what_if.id)}, by=by, title=title, total=total)
    what_if.job_id = job.id
    what_if.save(update_fields=["job_id"])
    note(subject_kind="plan", subject_id=plan.id, verb="tried", text=f"{by.user.name} tries it on the past")
    return what_if


def period_to_compute(since: datetime, until: datetime, *, most_days: int) -> None:
    if until <= since:
        raise InvalidInput("The last day is before the first.", field="until")
    if since >= clock.now():
        raise InvalidInput("This period has not begun. Choose one that lies in the past.", field="since")
    if (until - since).days > most_days:
        raise InvalidInput(f"Choose at most {most_days} days.", field="until")


def compute_as_work(run: jobs.Run) -> None:
    """A piece of deals at a time; its sums and the place are committed together, so nothing counts twice."""
    what_if = WhatIf.objects.select_related("plan").filter(id=run.params["what_if"]).first()
    if what_if is None:
        raise Refused("The draft was thrown away, and what was tried of it too.")
    tried = simulation.instead(what_if.plan, begins=what_if.since, document=what_if.document)
    found = periods.stretches(
        since=what_if.since,
        until=what_if.until,
        plans=tried,
        currency=what_if.currency,
        after=periods.read_key(run.state),
        closed=True,
        alive=run.still_at_it,
    )
    for stretch in found:
        with run.chunk():
            _add(what_if, stretch)
            run.checkpoint(
                {**run.state, "after": periods.written(stretch.key)},
                done=run.progress.done + len(stretch.deals),
            )
    for costs in whatif_events.costs(what_if, tried, period_events.read_place(run.state)):
        with run.chunk():
            _add_events(what_if, costs)
            run.checkpoint(
                {**run.state, "events": period_events.written(costs.place)}, done=run.progress.done
            )
    _end(what_if)
    what_if.refresh_from_db()
    sums = f"{what_if.cost:.2f} instead of {what_if.cost_before:.2f} {what_if.currency}"
    run.finish(
        f"{what_if.deals:,} deals: {sums}, margin {what_if.margin:.2f}.", result={"what_if": str(what_if.id)}
    )


def _add_events(what_if: WhatIf, costs: Costs) -> None:
    tally = _Tally(lines=costs.lines, left_out=costs.left_out)
    tally.all.cost, tally.all.before = costs.all.cost, costs.all.before
    for partner, one in costs.partners.items():
        cell = tally.cells[Cell.By.PARTNER, partner]
        cell.cost, cell.before = one.cost, one.before
    _store(what_if, tally)


def _add(what_if: WhatIf, stretch: Stretch) -> None:
    tally = _tally(what_if, stretch)
    tally.lines, tally.left_out = len(stretch.lines), len(stretch.left_out)
    _store(what_if, tally)


def _store(what_if: WhatIf, tally: _Tally) -> None:
    rows = [
        (what_if.id, by, key, one.deals, one.lots, one.revenue, one.cost, one.before)
        for (by, key), one in sorted(tally.cells.items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)
    locked = WhatIf.objects.select_for_update().get(id=what_if.id)
    locked.deals += tally.all.deals
    locked.lines += tally.lines
    locked.left_out += tally.left_out
    locked.revenue += tally.all.revenue
    locked.cost += tally.all.cost
    locked.cost_before += tally.all.before
    locked.save(update_fields=["deals", "lines", "left_out", "revenue", "cost", "cost_before"])


def _tally(what_if: WhatIf, stretch: Stretch) -> _Tally:
    tally = _Tally()
    deals = {read.deal.id: read for read in stretch.deals if read.pk not in stretch.left_out}
    directs = _directs(stretch)

    def sums(source: str, partner: str | None) -> list[_Sums]:
        return [
            tally.all,
            *_cells_of(tally, stretch.group_of(deals[source]), deals[source].deal.symbol, partner),
        ]

    for source, read in deals.items():
        for one in sums(source, directs.get(source)):
            one.deals += 1
            one.lots += read.deal.lots
            one.revenue += stretch.revenue.get(source, ZERO)
    for (read, line), cost in zip(stretch.lines, stretch.costs, strict=True):
        for one in sums(read.deal.id, line.party if line.party_kind == PartyKind.PARTNER else None):
            one.cost += cost
    for source, partner, cost in _before(what_if, deals.values()):
        for one in sums(source, partner):
            one.before += cost
    return tally


def _cells_of(tally: _Tally, group: str, symbol: str, partner: str | None) -> Iterator[_Sums]:
    yield tally.cells[Cell.By.GROUP, group]
    yield tally.cells[Cell.By.SYMBOL, symbol]
    yield tally.cells[Cell.By.CROSS, f"{group}{APART}{symbol}"[:120]]
    if partner:
        yield tally.cells[Cell.By.PARTNER, partner]


def _directs(stretch: Stretch) -> dict[str, str]:
    """To whom a deal's revenue is counted: the direct partner, the first of several."""
    found: dict[str, str] = {}
    for read, line in stretch.lines:
        if line.level == 1 and line.party and line.party_kind == PartyKind.PARTNER:
            found.setdefault(read.deal.id, line.party)
    return found


def _before(what_if: WhatIf, deals: Iterable[Read]) -> Iterator[tuple[str, str | None, Decimal]]:
    """What was accrued of these deals, corrections among it."""
    by_row = {read.pk: read for read in deals}
    rows = (
        Line.objects.filter(deal_id__in=list(by_row), source_kind=Line.SourceKind.DEAL)
        .exclude(amount=0)
        .values("deal_id", "partner__number", "currency")
        .annotate(sum=Sum("amount"))
    )
    rate = rates_of(what_if.currency)
    for row in rows.order_by():
        read = by_row[int(row["deal_id"] or 0)]
        number = row["partner__number"]
        cost = CONTEXT.multiply(row["sum"], rate(row["currency"], moment(read.deal.close_time)))
        yield read.deal.id, str(number) if number is not None else None, cost


@transaction.atomic
def _end(what_if: WhatIf) -> None:
    """The draft counts as tried if it still says what was tried."""
    plan = plans.of(what_if.plan_id, lock=True)
    WhatIf.objects.filter(id=what_if.id).update(state=WhatIf.State.DONE, ended_at=clock.now())
    if plan.status == Plan.Status.DRAFT and plan.document == what_if.document:
        plan.status = Plan.Status.SIMULATED
        plan.save(update_fields=["status"])
