"""What of a recalculation differs: each row keeps the line that would be posted, exactly as it was shown."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Sum

from tenants.ledger import selectors as ledger

from ..bulk.replaying import line_of
from ..models import Difference, Line, Recalculation
from . import period_events
from .correction import Change, changes_between, identity_of, standing
from .period_events import Group
from .periods import Stretch


def fingerprint(found: Recalculation) -> str:
    """Of every difference, in order: what is approved is what is posted."""
    digest = hashlib.sha256()
    for row in found.differences.order_by("id").values_list("id", "was_line", "was", "now", "row").iterator():
        digest.update(json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True).encode())
    return digest.hexdigest()


def of_stretch(found: Recalculation, stretch: Stretch) -> Iterable[Difference]:
    """Deals that cannot be computed now keep the lines they have."""
    ids = [read.pk for read in stretch.deals if read.pk not in stretch.left_out]
    lines = [line_of(read, computed, stretch.ground, found.id) for read, computed in stretch.lines]
    after = {identity_of(line): line for line in lines}
    for change in changes_between(standing(ids), after, ledger.locked_through()):
        yield difference(found, change)


def difference(found: Recalculation, change: Change) -> Difference:
    line = change.now or change.was
    assert line is not None
    kind, source, plan, leg, party_kind, party = change.identity
    return Difference(
        recalculation=found,
        source_kind=kind,
        source=source,
        plan_code=plan,
        leg=leg,
        party_kind=party_kind,
        party=party,
        partner_id=line.partner_id,
        client_id=line.client_id,
        symbol=line.symbol,
        time=line.time if change.was is None else change.was.time,
        currency=line.currency,
        was=change.was.amount if change.was else None,
        now=change.now.amount if change.now else None,
        was_line=change.was.pk if change.was else None,
        generation=change.generation,
        row=_written(change.now) if change.now else None,
    )


def _written(line: Line) -> Any:
    values = {
        one.attname: getattr(line, one.attname) for one in Line._meta.concrete_fields if one.name != "id"
    }
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def read(row: dict[str, Any]) -> Line:
    columns = {one.attname: one for one in Line._meta.concrete_fields}
    return Line(**{name: columns[name].to_python(value) for name, value in row.items()})


def of_group(found: Recalculation, group: Group) -> Iterator[Difference]:
    """Lines of events and periods: of those that have their time in the days, or had it. Who cannot be computed keeps its lines."""
    if group.left_out:
        return
    after = {identity_of(line): line for line in period_events.rows_of(group, found.id)}
    for change in changes_between(period_events.standing_of(group), after, ledger.locked_through()):
        if any(_is_in(found, line) for line in (change.was, change.now) if line is not None):
            yield difference(found, change)


def _is_in(found: Recalculation, line: Line) -> bool:
    of_period = line.source_kind == Line.SourceKind.PERIOD
    return period_events.is_within(line.time, found.since, found.until, of_period=of_period)


def facts(found: Recalculation) -> dict[str, Any]:
    rows = found.differences.values("currency").annotate(was=Sum("was"), now=Sum("now")).order_by("currency")
    largest = (
        found.differences.exclude(partner=None)
        .values("partner__name", "currency")
        .annotate(was=Sum("was"), now=Sum("now"))
        .order_by("partner__name")
    )
    top = sorted(largest, key=lambda row: -abs((row["now"] or 0) - (row["was"] or 0)))[:5]
    closed = ledger.locked_through()
    return {
        "period": period_of(found),
        "reason": found.reason,
        "lines": str(found.lines),
        "change": "; ".join(
            f"{(row['now'] or 0) - (row['was'] or 0):+.2f} {row['currency']}" for row in rows
        ),
        "partners": "; ".join(
            f"{row['partner__name']} {(row['now'] or 0) - (row['was'] or 0):+.2f} {row['currency']}"
            for row in top
        ),
        "closed": f"closed through {closed}: posted with today's time"
        if closed and closed >= found.since.date()
        else "",
        "fingerprint": found.fingerprint,
    }


def period_of(found: Recalculation) -> str:
    return f"{found.since:%Y-%m-%d} to {found.until:%Y-%m-%d}"
