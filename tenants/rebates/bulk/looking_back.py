"""Plans whose lines hang on other deals: one deal of theirs that changes may change others, so their periods are replayed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tenants.rebates import engine
from tenants.rebates.engine.times import Period, period_of

from .. import rules
from ..models import Late, Plan
from .ground import moment

DAY = timedelta(days=1)


def looks_back(plan: Plan) -> bool:
    return bool(_kinds(plan)) or _hedges(plan)


def note_late(plan: Plan, times: Iterable[datetime], until: datetime) -> None:
    """The periods of these times are computed again, once they are over; hedges from there to the present."""
    rows = []
    for time in times:
        for kind in _kinds(plan):
            period = period_of(kind, int(time.timestamp()))
            rows.append(_late(plan, period, until))
            after = period_of(kind, period.end)
            if after.start < _second(until):  # tables may read the period before
                rows.append(_late(plan, after, until))
        if _hedges(plan):
            rows.append(Late(plan=plan, since=time - DAY, until=until))
    Late.objects.bulk_create(rows, ignore_conflicts=True)


def _late(plan: Plan, period: Period, until: datetime) -> Late:
    return Late(plan=plan, since=moment(period.start), until=moment(min(period.end, _second(until))))


def _second(at: datetime) -> int:
    return int(at.timestamp())


def _kinds(plan: Plan) -> set[str]:
    """The kinds of periods that its tables and caps count in."""
    try:
        read = rules.parse_alone(plan.document)
    except engine.BadDocument:
        return set()
    return rules.periods_of(read)


def _hedges(plan: Plan) -> bool:
    return bool(plan.document.get("guards", {}).get("hedging") == "net")
