"""Sums that go on from one batch to the next, out of their table and into it. Whatever is not there is counted again from deals."""

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Final

from django.db import connection

from atrium.kernel.among import Among
from tenants.rebates.engine import Scenario
from tenants.rebates.engine.times import period_of

from ..models import Running
from .evaluator import Evaluator
from .ground import moment
from .reading import Read, Reader
from .state import Key, State, Sum, cap_scope, volume_scope

BREATH: Final = 1_000
HEAD = ("", "")
"""Kind and name of the row that says a period is counted so far."""
Span = tuple[str, int]
"""Scope, start of the period."""
_SAVE: Final = """
INSERT INTO rebates_running (scope, period, party_kind, party, value, last_time, last_key)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[])
ON CONFLICT (scope, period, party_kind, party)
DO UPDATE SET value = excluded.value, last_time = excluded.last_time, last_key = excluded.last_key
"""


def scopes_of(evaluator: Evaluator, scenario: Scenario) -> dict[str, str]:
    """Each scope that the plans remember, and the kind of its periods."""
    scopes = {volume_scope(period, scope): period for period, scope in evaluator.counted}
    for plan in scenario.plans:
        if plan.base.source == "deal" and plan.guards.cap_period:
            scopes[cap_scope(plan.id)] = plan.guards.cap_period.period
    return scopes


def hedges(scenario: Scenario) -> bool:
    return any(plan.guards.hedging == "net" and plan.base.source == "deal" for plan in scenario.plans)


def spans_of(scopes: dict[str, str], deals: Iterable[Read]) -> set[Span]:
    kinds = set(scopes.values())
    starts = {(kind, period_of(kind, read.deal.close_time).start) for read in deals for kind in kinds}
    return {(scope, start) for scope, kind in scopes.items() for of, start in starts if of == kind}


def load(state: State, spans: Collection[Span], parties: Collection[str] | None = None) -> set[Span]:
    """Takes up what is stored. Returns the spans of which nothing is."""
    found = set()
    for scope, start in sorted(spans):
        rows = Running.objects.filter(scope=scope, period=start)
        if parties is not None:
            rows = rows.filter(Among("party", ["", *parties]))
        columns = rows.values_list("party_kind", "party", "value", "last_time", "last_key")
        for kind, party, value, last_time, last_key in columns:
            if (kind, party) == HEAD:
                found.add((scope, start))
            else:
                state.sums[scope, start, kind, party] = Sum(Decimal(value), (last_time, last_key))
    return set(spans) - found


def save(state: State, spans: Iterable[Span], last: Key) -> None:
    """What changed since the last time, and that these spans are counted so far."""
    rows = [
        (scope, start, kind, party, str(found.value), *found.last)
        for scope, start, kind, party in sorted(state.changed)
        for found in [state.sums[scope, start, kind, party]]
    ]
    rows += [(scope, start, *HEAD, "", *last) for scope, start in spans]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_SAVE, [list(column) for column in zip(*rows, strict=True)])
    state.changed.clear()


def prime(
    evaluator: Evaluator,
    missing: Collection[Span],
    before: Key,
    *,
    hedging: bool,
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Counts again what came before: whole for the missing spans, and for the books of hedges from the beginning. Whoever has
    to show that they are at work gives `alive`, which is called now and then."""
    if not missing and not hedging:
        return
    begin = min((start for _scope, start in missing), default=before[0])
    since = moment(0) if hedging else moment(begin)
    for number, read in enumerate(Reader(since, moment(before[0] + 1)).all()):
        if number % BREATH == 0:
            alive()
        if read.key >= before:
            break
        if read.lacks or read.deal.symbol not in evaluator.world.scenario.symbols:
            continue
        if read.deal.account not in evaluator.world.scenario.accounts:
            continue
        if read.deal.close_time < begin:
            evaluator.rehearse(read.deal, read.other_lots)
        else:
            evaluator.count(read.deal, read.other_lots)
