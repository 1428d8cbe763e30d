"""One source under one plan, through stages 1 to 12."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.quantity import Quantity
from tenants.rebates.engine.guards.guard import Trial
from tenants.rebates.engine.line import Line
from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.plan import Plan
from tenants.rebates.engine.portion import CLIENT, PARTNER, Portion
from tenants.rebates.engine.stages.attribute import attribute_step
from tenants.rebates.engine.stages.base import base_step, quantity_of
from tenants.rebates.engine.stages.caps import Caps
from tenants.rebates.engine.stages.client_share import share_with_client
from tenants.rebates.engine.stages.credit import apply_credit
from tenants.rebates.engine.stages.distribute import distribute, manager_portion
from tenants.rebates.engine.stages.guard import judge
from tenants.rebates.engine.stages.match import Match
from tenants.rebates.engine.stages.normalise import normalise
from tenants.rebates.engine.stages.select import select_step
from tenants.rebates.engine.stages.store import store
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


def lines_of_plan(plan: Plan, matches: list[Match], world: "World") -> Iterator[Line]:
    """All sources that the plan won. Their order matters to hedges and to caps per period."""
    caps = Caps(plan, world)
    ordered = sorted(matches, key=_order)
    for match, trial in judge(plan, ordered, world):
        yield from _lines(match, trial, caps, world)


def _order(match: Match) -> tuple[int, str, str]:
    source = match.source
    return source.fact_time, source.id, source.pool.partner if source.pool else ""


def _lines(match: Match, trial: Trial, caps: Caps, world: "World") -> Iterator[Line]:
    source, plan = match.source, match.plan
    nobody = not match.legs and plan.distribution.kind != CLIENT
    quantity = Quantity(ZERO) if nobody and plan.base.source == "deal" else quantity_of(trial, world)
    time = _line_time(match, trial, quantity)
    before = _steps_before(match, trial, quantity, world)
    if nobody:
        line = Portion(PARTNER, None, None, -1, ZERO, reason="no_partner")
        yield store(line, before[: _upto(before, 4)], source, plan, time, world)
    else:
        for portion in _portions(match, trial, quantity.value, caps, world):
            portion.reason = trial.reason or quantity.reason or portion.reason
            yield store(portion, _shown(before, portion, trial, quantity), source, plan, time, world)
    if source.kind == "copy_fee":
        fee = quantity if trial.reason is None else plan.base.quantity(source, world, plan.currency)
        steps = [*normalise(source, world), *_found(match), base_step(trial, fee, fee.value)]
        yield store(manager_portion(match, fee.value), steps, source, plan, time, world)


def _portions(match: Match, trial: Trial, q: Decimal, caps: Caps, world: "World") -> list[Portion]:
    portions = distribute(match, q, world)
    deal = match.source.deal
    if deal is not None and match.plan.guards.credit and trial.reason is None:
        apply_credit(portions, deal)
    if not q:
        return portions
    caps.apply(portions, match.source)
    if deal is not None:
        portions = share_with_client(portions, match.source.the_client, world)
    return portions


def _line_time(match: Match, trial: Trial, quantity: Quantity) -> int:
    if trial.line_time is not None:
        return trial.line_time
    return match.source.fact_time if quantity.line_time is None else quantity.line_time


def _steps_before(match: Match, trial: Trial, quantity: Quantity, world: "World") -> list[Json]:
    steps = [*normalise(match.source, world), *trial.steps, *_found(match)]
    if trial.reason is None:
        steps.append(base_step(trial, quantity, quantity.value))
    return steps


def _found(match: Match) -> list[Json]:
    winner = match.plan.id
    return [
        attribute_step(match.source, match.time, match.legs),
        select_step(match.plan.slot, match.candidates, winner),
    ]


def _shown(before: list[Json], portion: Portion, trial: Trial, quantity: Quantity) -> list[Json]:
    """A zero line shows the steps up to the one that made it zero."""
    if trial.reason is not None:
        portion.steps = []
        return before[: _upto(before, 2)]
    if not quantity.value and (quantity.reason is not None or portion.reason is None):
        portion.steps = []
    return before


def _upto(steps: list[Json], last: int) -> int:
    """How many of the steps stand at or before that stage."""
    return sum(1 for step in steps if isinstance(step["step"], int) and step["step"] <= last)
