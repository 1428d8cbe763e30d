"""A few deals computed under plans of one's choice by the pure engine, with what each earned the broker. Nothing is written here.

The shadow and the examples of the plan editor are this path; whole periods are computed by the evaluator of the runs (`periods`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal, localcontext
from typing import Any

from django.db.models import Q

from tenants.ibs.models import Partner
from tenants.rebates import engine
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.facts.world import World
from tenants.rebates.engine.numbers import CONTEXT, ZERO
from tenants.trading.models import Deal

from ..gather import Facts, gather, overlaps
from ..models import Plan
from ..scenario import scenario_of
from .accrual import sorted_out


@dataclass(frozen=True, slots=True)
class Piece:
    """`revenue` is the broker's of each deal and `costs` the amount of each line, in one currency; `left_out` says what a
    deal lacks."""

    deals: Sequence[Deal]
    lines: Sequence[engine.Line] = ()
    costs: Sequence[Decimal] = ()
    facts: Facts | None = None
    revenue: Mapping[str, Decimal] = field(default_factory=dict)
    left_out: Mapping[int, str] = field(default_factory=dict)

    @property
    def partners(self) -> dict[str, Partner]:
        """By number, as lines name them."""
        return {str(one.number): one for one in self.facts.partners} if self.facts else {}

    def and_also(self, other: "Piece") -> "Piece":
        return Piece(
            [*self.deals, *other.deals],
            [*self.lines, *other.lines],
            [*self.costs, *other.costs],
            _together(self.facts, other.facts),
            {**self.revenue, **other.revenue},
            {**self.left_out, **other.left_out},
        )


def instead(
    draft: Plan, *, begins: datetime | None = None, document: dict[str, Any] | None = None
) -> list[Plan]:
    """The plans that count, with the draft in the place of other versions of its code, as if it had begun then."""
    others = Plan.objects.filter(status=Plan.Status.PUBLISHED).exclude(code=draft.code)
    tried = Plan(
        id=draft.id,
        code=draft.code,
        version=draft.version,
        name=draft.name,
        document=draft.document if document is None else document,
        valid_from=begins or draft.shadow_from,
    )
    return [*others.order_by("code", "version"), tried]


def as_published(since: datetime, until: datetime) -> list[Plan]:
    rows = Plan.objects.filter(overlaps_or_always(since, until), status=Plan.Status.PUBLISHED)
    return list(rows.order_by("code", "version"))


def overlaps_or_always(since: datetime, until: datetime) -> Q:
    return overlaps(since, until) | Q(valid_from=None) & (Q(valid_to=None) | Q(valid_to__gt=since))


def computed(deals: Sequence[Deal], *, plans: Sequence[Plan], currency: str = "") -> Piece:
    """A missing rate leaves out its own deal only, unless a plan needs all of them together."""
    ready, lacking = sorted_out(deals)
    piece = _halved(ready, plans, currency)
    return replace(piece, deals=deals, left_out={**lacking, **piece.left_out})


def moment(time: int) -> datetime:
    return datetime.fromtimestamp(time, UTC)


def _halved(deals: Sequence[Deal], plans: Sequence[Plan], currency: str) -> Piece:
    if not deals:
        return Piece(())
    try:
        return _computed(deals, plans, currency)
    except engine.BadDocument as bad:
        if len(deals) == 1:
            return Piece(deals, left_out={deals[0].id: str(bad)})
    half = len(deals) // 2
    return _halved(deals[:half], plans, currency).and_also(_halved(deals[half:], plans, currency))


def _computed(deals: Sequence[Deal], plans: Sequence[Plan], currency: str) -> Piece:
    facts = gather(deals, plans=plans)
    scenario = scenario_of(facts, name="simulation")
    lines = engine.compute(scenario).lines
    if not currency:
        return Piece(deals, lines, facts=facts)
    with localcontext(CONTEXT):
        world = World(scenario)
        return Piece(deals, lines, _costs(world, lines, currency), facts, _revenue(world, currency))


def money(scenario: engine.Scenario, lines: Sequence[engine.Line], currency: str) -> tuple[Decimal, Decimal]:
    """What these lines cost, and what all deals of the scenario earned."""
    with localcontext(CONTEXT):
        world = World(scenario)
        return sum(_costs(world, lines, currency), ZERO), sum(_revenue(world, currency).values(), ZERO)


def _revenue(world: World, currency: str) -> dict[str, Decimal]:
    return {deal.id: Measure(world, deal, currency).revenue() for deal in world.scenario.deals}


def _costs(world: World, lines: Sequence[engine.Line], currency: str) -> list[Decimal]:
    return [world.exchange.convert(line.amount, line.currency, currency, line.time).result for line in lines]


def _together(one: Facts | None, other: Facts | None) -> Facts | None:
    """Only its people are asked for afterwards."""
    if one is None or other is None:
        return one or other
    partners = {each.id: each for each in (*one.partners, *other.partners)}
    clients = {each.id: each for each in (*one.clients, *other.clients)}
    plans = {each.id: each for each in (*one.plans, *other.plans)}
    return Facts(
        since=min(one.since, other.since),
        until=max(one.until, other.until),
        deals=[*one.deals, *other.deals],
        symbols=one.symbols,
        clients=list(clients.values()),
        plans=list(plans.values()),
        partners=list(partners.values()),
    )
