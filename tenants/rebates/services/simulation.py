"""Deals computed under plans of one's choice, in pieces, with what each deal earned the broker. Nothing is written here.

What-if, replay, shadow and the worked example of the plan editor are this one path; the run itself uses the same engine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal, localcontext
from typing import Any, Final

from django.db.models import Q

from atrium.kernel.errors import Refused
from tenants.ibs.models import Partner
from tenants.rebates import engine
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.facts.world import World
from tenants.rebates.engine.numbers import CONTEXT, ZERO
from tenants.rebates.engine.times import period_of, previous
from tenants.trading.models import Deal

from .. import rules
from ..gather import Facts, commissionable, gather, overlaps
from ..models import Plan
from ..scenario import deal_id, document_of
from .accrual import sorted_out

AT_ONCE: Final = 500
WHOLE: Final = 20_000
Place = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """`revenue` is the broker's of each deal and `costs` the amount of each line, in one currency; `left_out` says what a
    deal lacks; `place` is where the next piece begins."""

    deals: Sequence[Deal]
    lines: Sequence[engine.Line] = ()
    costs: Sequence[Decimal] = ()
    facts: Facts | None = None
    revenue: Mapping[str, Decimal] = field(default_factory=dict)
    left_out: Mapping[int, str] = field(default_factory=dict)
    place: Place | None = None

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


def count(since: datetime, until: datetime) -> int:
    return int(_deals(since, until).count())


def pieces(
    *, since: datetime, until: datetime, plans: Sequence[Plan], currency: str = "", after: Place | None = None
) -> Iterator[Piece]:
    """In the order of (close time, id), from `after` on. Plans that look back over a period take all of it at once."""
    if any(needs_history(plan) for plan in plans):
        deals = _whole(since, until) if after is None else []
        if deals:
            whole = _within(computed(deals, plans=plans, currency=currency), since, until)
            yield replace(whole, place=(until, 0))
        return
    while ids := _next(since, until, after):
        deals = commissionable(Deal.objects.filter(id__in=[row[1] for row in ids]))
        after = ids[-1]
        piece = _within(computed(deals, plans=plans, currency=currency), since, until)
        yield replace(piece, place=after)


def computed(deals: Sequence[Deal], *, plans: Sequence[Plan], currency: str = "") -> Piece:
    """A missing rate leaves out its own deal only, unless a plan needs all of them together."""
    ready, lacking = sorted_out(deals)
    piece = _halved(ready, plans, currency)
    return replace(piece, deals=deals, left_out={**lacking, **piece.left_out})


def needs_history(plan: Plan) -> bool:
    try:
        return rules.looks_beyond(rules.parse_alone(plan.document))
    except engine.BadDocument:
        return False


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
    scenario = engine.parse(document_of(facts, name="simulation"))
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


def _deals(since: datetime, until: datetime) -> Any:
    live = Deal.objects.filter(time__gte=since, time__lt=until, account__kind="live", closed_lots__gt=0)
    return live.exclude(action="balance")


def _next(since: datetime, until: datetime, after: Place | None) -> list[Place]:
    rows = _deals(since, until)
    if after is not None:
        rows = rows.filter(Q(time__gt=after[0]) | Q(time=after[0], id__gt=after[1]))
    return list(rows.order_by("time", "id").values_list("time", "id")[:AT_ONCE])


def _whole(since: datetime, until: datetime) -> list[Deal]:
    """With what came before and after in the quarters that it touches: a tier or a cap counts from their beginning."""
    rows = _deals(*quarters(since, until))
    if rows[: WHOLE + 1].count() > WHOLE:
        raise Refused(
            f"A plan that looks back over a period is tried on at most {WHOLE:,} deals at once, and there are more."
            " Nothing was computed; choose a shorter period."
        )
    return commissionable(rows)


def quarters(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """From the quarter before the first, which a prospective table reads, to the end of the last."""
    first = period_of("quarter", int(since.timestamp()))
    last = period_of("quarter", int(until.timestamp()) - 1)
    return moment(previous("quarter", first).start), moment(last.end)


def _within(piece: Piece, since: datetime, until: datetime) -> Piece:
    """Only what belongs to deals of the time that was asked for; the others were read, not computed."""
    deals = [deal for deal in piece.deals if since <= deal.time < until]
    sources = {deal_id(deal) for deal in deals}
    kept = [i for i, line in enumerate(piece.lines) if line.source in sources]
    return Piece(
        deals,
        [piece.lines[i] for i in kept],
        [piece.costs[i] for i in kept] if piece.costs else (),
        piece.facts,
        {source: amount for source, amount in piece.revenue.items() if source in sources},
        {deal.id: piece.left_out[deal.id] for deal in deals if deal.id in piece.left_out},
    )


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
