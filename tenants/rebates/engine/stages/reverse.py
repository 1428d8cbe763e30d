"""Reversals: for each line that is not zero, a line of the opposite amount. Nothing is edited."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tenants.rebates.engine.document import Event, Reverse
from tenants.rebates.engine.line import Line
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.portion import PARTNER
from tenants.rebates.engine.trace import step


def reversals(lines: Iterable[Line], events: Iterable[Event]) -> Iterator[Line]:
    wanted = [event for event in events if isinstance(event, Reverse)]
    if not wanted:
        return
    by_source: dict[str, list[Line]] = {}
    for line in lines:
        if line.source_kind != "period":
            by_source.setdefault(line.source, []).append(line)
    for event in wanted:
        for line in by_source.get(event.of, []):
            if line.amount and (
                event.partner is None or (line.party_kind, line.party) == (PARTNER, event.partner)
            ):
                yield _reversed(line, event)


def _reversed(line: Line, event: Reverse) -> Line:
    read = {"of": event.of, "amount": plain(line.amount), "reason": event.reason}
    return replace(
        line,
        source_kind="event",
        source=event.id,
        time=event.at,
        due=event.at,
        amount=-line.amount,
        reason=event.reason,
        trace=(step(12, "reverse", {**read}, -line.amount),),
    )
