"""The trace of a line, made again from what the line keeps: the facts of its source, and what it read of other sources."""

from typing import Any, Final

from atrium.kernel.errors import Refused
from tenants.rebates import engine
from tenants.rebates.engine.pins import Pins
from tenants.trading.models import Deal

from .gather import Facts, commissionable, gather
from .models import Line
from .scenario import scenario_of

Trace = list[dict[str, Any]]
_GONE: Final = (
    "The facts that this line was made of have changed since, so its derivation cannot be shown."
    " The line counts as it is."
)


def trace_of(line: Line) -> Trace:
    """The engine's own steps, as they were when the line was made."""
    if line.inputs and "reverse" in line.inputs:
        return [
            {"step": 12, "rule": "reverse", "in": line.inputs["reverse"], "out": engine.plain(line.amount)}
        ]
    for found in computed_again(line):
        if _is(line, found):
            return [dict(step) for step in found.trace]
    raise Refused(_GONE)


def computed_again(line: Line) -> list[engine.Line]:
    """All lines of the source of this one."""
    if line.source_kind != Line.SourceKind.DEAL:
        from .bulk.events import scenario_of_line

        return engine.compute(scenario_of_line(line)).lines
    scenario = scenario_of(facts_of(line), name=f"line {line.pk}")
    return engine.compute(scenario, pins_of(line), of=line.source).lines


def facts_of(line: Line) -> Facts:
    if line.deal_id is None:
        raise Refused(_GONE)
    rows = Deal.objects.filter(id=line.deal_id)
    # One that was cancelled since is shown as it was.
    deals = commissionable(rows) or list(rows.select_related("account__product", "account__server", "server"))
    return gather(deals, until=line.time)


def pins_of(line: Line) -> Pins | None:
    """They stand on one of the lines that were computed together."""
    if line.plan is None:
        return None
    inputs = line.inputs or (
        Line.objects.filter(
            deal_id=line.deal_id,
            source_kind=line.source_kind,
            plan=line.plan,
            batch_id=line.batch_id,
            inputs__isnull=False,
        )
        .exclude(reason="correction")
        .values_list("inputs", flat=True)
        .first()
    )
    return Pins.of(line.plan.engine_id, inputs) if inputs else None


def _is(line: Line, found: engine.Line) -> bool:
    return (
        found.source == line.source
        and (found.plan or "") == line.plan_code
        and (found.pool or str(found.leg)) == line.leg
        and (found.party_kind, found.party or "") == (line.party_kind, line.party)
        and found.amount == line.amount
    )
