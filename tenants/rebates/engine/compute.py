"""From a scenario to its lines and totals. A function of the document alone: no clock, no database, no order of arrival."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import localcontext

from tenants.rebates.engine.document import CopyFee, Lead, Scenario
from tenants.rebates.engine.evaluate import lines_of_plan
from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.facts.world import World
from tenants.rebates.engine.line import Line
from tenants.rebates.engine.numbers import CONTEXT, ZERO
from tenants.rebates.engine.pins import Pins
from tenants.rebates.engine.portion import PARTNER, Portion
from tenants.rebates.engine.stages.attribute import attribute_step
from tenants.rebates.engine.stages.match import Match
from tenants.rebates.engine.stages.net_loss import net_loss_matches
from tenants.rebates.engine.stages.reverse import reversals
from tenants.rebates.engine.stages.select import Selection, select_step
from tenants.rebates.engine.stages.settle import Total, settle
from tenants.rebates.engine.stages.store import store

KINDS = ("deal", "deposit", "lead", "copy_fee")


@dataclass(frozen=True, slots=True)
class Result:
    lines: list[Line]
    totals: list[Total]


def compute(scenario: Scenario, pins: Pins | None = None, of: str | None = None) -> Result:
    """Raises BadDocument if an exchange rate is missing. `pins`: what one source read of others. `of`: that source, and none
    of the others that the document tells of, such as a deal that it was closed against."""
    with localcontext(CONTEXT):
        lines = sorted(_lines(World(scenario, pins), of), key=lambda line: line.order)
        lines += reversals(lines, scenario.events)
        lines.sort(key=lambda line: line.order)
        return Result(lines, settle(lines, scenario))


def _lines(world: World, of: str | None) -> Iterator[Line]:
    selections = {kind: Selection(world.scenario.plans, kind) for kind in KINDS}
    won: dict[str, list[Match]] = {}
    unmatched: list[Source] = []
    for source in _sources(world):
        if of is not None and source.id != of:
            continue
        matches = list(selections[source.kind].winners(source, world))
        for match in matches:
            won.setdefault(match.plan.id, []).append(match)
        if source.kind == "deal" and not matches:
            unmatched.append(source)
    for match in net_loss_matches(world):
        won.setdefault(match.plan.id, []).append(match)
    for plan in world.scenario.plans:
        yield from lines_of_plan(plan, won.get(plan.id, []), world)
    for source in unmatched:
        yield from _no_plan(source, world)


def _sources(world: World) -> Iterator[Source]:
    yield from world.deal_sources()
    for deposit in world.clients.first_deposits():
        yield world.event_source("deposit", deposit, deposit.client)
    for event in world.scenario.events:
        if isinstance(event, Lead):
            yield world.event_source("lead", event, event.client)
        elif isinstance(event, CopyFee):
            yield world.event_source("copy_fee", event, event.client, event.account)


def _no_plan(source: Source, world: World) -> Iterator[Line]:
    """A deal that no plan in any slot matches: one zero line per leg, for its level 1."""
    legs = world.legs_of(source, source.fact_time)
    steps = [attribute_step(source, source.fact_time, legs), select_step("", (), None)]
    nobody = [Portion(PARTNER, None, None, -1, ZERO, reason="no_plan")]
    directs = [Portion(PARTNER, leg.direct, 1, i, ZERO, reason="no_plan") for i, leg in enumerate(legs)]
    for portion in directs or nobody:
        yield store(portion, steps, source, None, source.fact_time, world)
