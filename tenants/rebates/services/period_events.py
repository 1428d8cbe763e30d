"""Lines of events and periods (acquisitions, leads, copy fees, net losses) under plans of one's choice: some clients at a time,
or the pool of one partner after the other. Nothing is written here."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tenants.rebates import engine

from ..bulk import events
from ..bulk.ground import moment
from ..gather import Facts
from ..models import Difference, Happening, Line, Plan
from ..scenario import scenario_of
from .correction import Identity, Standing, identity_of

Place = tuple[str, str]
"""The last client, and the last pool, of what is done: the next group comes after it."""
NOWHERE: Place = ("", "")


@dataclass(slots=True)
class Group:
    """`clients` of whose events these are, or all clients of `pool`. `left_out` of them cannot be computed for want of a rate."""

    place: Place
    clients: Sequence[uuid.UUID]
    pool: str
    lines: list[tuple[engine.Line, Facts]] = field(default_factory=list)
    left_out: int = 0


def groups(
    plans: Sequence[Plan], until: datetime, after: Place = NOWHERE, *, closed: bool = False
) -> Iterator[Group]:
    """What is known by then. `closed`: as if every period were over then."""
    kept = [plan for plan in plans if events.is_of_others(plan)]
    for clients, pool in events.groups_of(kept):
        left = clients if pool else [one for one in clients if str(one) > after[0] and not after[1]]
        if not left or (pool and after[1] and int(pool) <= int(after[1])):
            continue
        group = Group((after[0], pool) if pool else (str(left[-1]), ""), left, pool)
        _compute(group, list(left), kept, until, closed)
        yield group


def written(place: Place) -> list[str]:
    return list(place)


def read_place(state: Mapping[str, Any]) -> Place:
    found = state.get("events")
    return (str(found[0]), str(found[1])) if isinstance(found, list) else NOWHERE


def _compute(
    group: Group, clients: list[uuid.UUID], plans: Sequence[Plan], until: datetime, closed: bool
) -> None:
    """A missing rate leaves out its own client only; of a pool all of it."""
    kept = [plan for plan in plans if events.is_of_periods(plan) == bool(group.pool)]
    facts = events.facts_of(clients, kept, until, summed=bool(group.pool))
    try:
        lines = engine.compute(scenario_of(facts, name="events")).lines
    except engine.BadDocument:
        if group.pool or len(clients) == 1:
            group.left_out += 1
            return
        half = len(clients) // 2
        _compute(group, clients[:half], plans, until, closed)
        _compute(group, clients[half:], plans, until, closed)
        return
    group.lines += [
        (line, facts)
        for line in lines
        if line.source_kind != "deal"
        and (not group.pool or line.pool == group.pool)
        and (events.is_known(line, until, facts) or (closed and line.source_kind == "period"))
    ]


def standing_of(group: Group) -> dict[Identity, Standing]:
    """What counts now."""
    return _standing(accrued(group))


def _standing(lines: QuerySet[Line] | None) -> dict[Identity, Standing]:
    found: dict[Identity, Standing] = {}
    if lines is None:
        return found
    for line in lines.select_related("partner", "client", "plan").order_by("generation"):
        counts = line.reason != "correction"
        found[identity_of(line)] = Standing(line if counts else None, line.generation)
    return found


def standing_named(rows: Sequence[Difference]) -> dict[Identity, Standing]:
    """What counts now of the events and periods of these differences, whoever they belong to."""
    sources = {row.source for row in rows if row.source_kind != Line.SourceKind.DEAL}
    return _standing(
        Line.objects.exclude(source_kind=Line.SourceKind.DEAL).filter(source__in=sources) if sources else None
    )


def accrued(group: Group) -> QuerySet[Line]:
    """All lines of this group's events or pool, corrections among them; what takes back is no line of theirs."""
    if group.pool:
        return Line.objects.filter(source_kind=Line.SourceKind.PERIOD, leg=group.pool)
    reversals = Happening.objects.filter(kind=Happening.Kind.REVERSE).values("code")
    rows = Line.objects.filter(source_kind=Line.SourceKind.EVENT, of_client__in=group.clients)
    return rows.exclude(source__in=reversals)


def rows_of(group: Group, run: uuid.UUID) -> list[Line]:
    return [events.row_of(line, facts, run) for line, facts in group.lines]


def is_within(at: datetime, since: datetime, until: datetime, *, of_period: bool) -> bool:
    """The line of a period has the first second after it as its time."""
    return since < at <= until if of_period else since <= at < until


def time_of(line: engine.Line) -> datetime:
    return moment(line.time)
