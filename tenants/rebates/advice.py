"""What somebody who writes a plan should look at twice: gaps, overlaps, more than all of it, less than it costs, nobody meant.

Faults are the engine's; these are not faults. Pure: a plan, its neighbours and what is traded in, advice out; words are the page's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from tenants.rebates.engine.distributions.gap import Gap
from tenants.rebates.engine.distributions.ladder import Ladder
from tenants.rebates.engine.distributions.levels import Levels
from tenants.rebates.engine.distributions.override import Override
from tenants.rebates.engine.distributions.ranks import Ranks
from tenants.rebates.engine.numbers import ONE, ZERO, plain
from tenants.rebates.engine.plan import SELECT_KEYS, Plan, Rate, TierTable

GAP, OVERLAP, SHARES, MARGIN, UNMAPPED = "gap", "overlap", "shares", "margin", "unmapped"
FRACTIONS: Final = (
    "spread",
    "markup",
    "commission",
    "notional",
    "profit",
    "revenue",
    "fee_share",
    "net_loss",
)
"""Bases whose rate is a part of something: more than 1 in all is more than there is."""


@dataclass(frozen=True, slots=True)
class Advice:
    """`code` chooses the words, `values` fill them; `path` is the field it stands at."""

    kind: str
    code: str
    path: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Traded:
    """A symbol in which clients traded lately. `groups` none: it is not described yet."""

    symbol: str
    lots: Decimal
    groups: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class House:
    """What the broker has: other plans in force, symbols traded, ranks held, the depth of the tree, values that keys may take."""

    plans: Sequence[Plan] = ()
    traded: Sequence[Traded] = ()
    ranks: frozenset[int] = frozenset()
    depth: int = 0
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tried:
    """Some deals computed with the plan: what each symbol earned the broker, and what it would cost."""

    currency: str
    deals: int = 0
    revenue: Mapping[str, Decimal] = field(default_factory=dict)
    cost: Mapping[str, Decimal] = field(default_factory=dict)


def advise(plan: Plan, house: House, tried: Tried | None = None) -> list[Advice]:
    return [
        *_shares(plan),
        *_margin(tried),
        *_overlaps(plan, house.plans),
        *_tables(plan),
        *_ranks(plan, house.ranks),
        *_depth(plan, house.depth),
        *_symbols(plan, house),
        *_nobody(plan, house.known),
    ]


def _shares(plan: Plan) -> Iterator[Advice]:
    if plan.base.type not in FRACTIONS:
        return
    path, total = _most(plan)
    if total is not None and total > ONE:
        yield Advice(SHARES, "shares", path, {"percent": plain(total * 100), "base": plan.base.type})


def _most(plan: Plan) -> tuple[str, Decimal | None]:
    """The largest part that all together may get, where the distribution says so by itself."""
    how = plan.distribution
    if isinstance(how, Levels):
        return "distribution.rates", sum((_top(rate) for rate in how.rates), ZERO)
    if isinstance(how, Ladder):
        return "distribution.ratios", _top(how.rate) * sum(how.ratios, ZERO)
    if isinstance(how, Override):
        return "distribution.percents", _top(how.rate) * _override(how)
    if isinstance(how, Gap):
        return "distribution.ranks", max(map(_top, [*how.rates.values(), *how.ranks.values()]), default=ZERO)
    if isinstance(how, Ranks):
        return "distribution.rates", max(map(_top, how.rates.values()), default=ZERO) * (how.depth or 1)
    rate: Rate | None = getattr(how, "rate", None)
    return "distribution.rate", None if rate is None else _top(rate)


def _override(how: Override) -> Decimal:
    amounts = [ONE]
    for percent in how.percents:
        amounts.append(percent * (amounts[0] if how.of == "direct" else amounts[-1]))
    return sum(amounts, ZERO)


def _top(rate: Rate) -> Decimal:
    return max(step.rate for step in rate.steps) if isinstance(rate, TierTable) else rate


def _margin(tried: Tried | None) -> Iterator[Advice]:
    if tried is None or not tried.deals:
        return
    cost, revenue = sum(tried.cost.values(), ZERO), sum(tried.revenue.values(), ZERO)
    worst = [one for one, amount in tried.cost.items() if amount > tried.revenue.get(one, ZERO)]
    if cost > revenue or worst:
        said = {"cost": f"{cost:.2f}", "revenue": f"{revenue:.2f}", "currency": tried.currency}
        code = "margin" if cost > revenue else "margin_symbols"
        yield Advice(
            MARGIN, code, "distribution", {**said, "deals": str(tried.deals), "symbols": _few(sorted(worst))}
        )


def _overlaps(plan: Plan, others: Iterable[Plan]) -> Iterator[Advice]:
    for other in others:
        if other.slot != plan.slot or other.base.source != plan.base.source or not _meet(plan, other):
            continue
        ours, theirs = _precedence(plan), _precedence(other)
        code = "overlap_same" if ours == theirs else "overlap_wins" if ours > theirs else "overlap_loses"
        yield Advice(OVERLAP, code, "select", {"plan": other.id, "slot": plan.slot})


def _meet(one: Plan, other: Plan) -> bool:
    """A source may match both: no key that both give excludes it, and their dates touch."""
    both = one.select.keys() & other.select.keys()
    if any(one.select[key].isdisjoint(other.select[key]) for key in both):
        return False
    begins = max((start for start in (one.start, other.start) if start is not None), default=None)
    ends = min((end for end in (one.end, other.end) if end is not None), default=None)
    return begins is None or ends is None or begins < ends


def _precedence(plan: Plan) -> tuple[bool, ...]:
    return tuple(key in plan.select for key in SELECT_KEYS)


def _tables(plan: Plan) -> Iterator[Advice]:
    for path, table in _all_tables(plan):
        if table.steps[0].start > 0:
            yield Advice(
                GAP, "table_begins_late", f"{path}.steps[0].from", {"from": plain(table.steps[0].start)}
            )
        falls = [i for i, step in enumerate(table.steps) if i and step.rate < table.steps[i - 1].rate]
        for i in falls:
            yield Advice(GAP, "table_falls", f"{path}.steps[{i}].rate", {"from": plain(table.steps[i].start)})


def _all_tables(plan: Plan) -> Iterator[tuple[str, TierTable]]:
    for name in getattr(plan.distribution, "__dataclass_fields__", {}):
        value = getattr(plan.distribution, name)
        path = f"distribution.{name}"
        if isinstance(value, TierTable):
            yield path, value
        elif isinstance(value, Mapping):
            yield from ((f"{path}.{key}", one) for key, one in value.items() if isinstance(one, TierTable))
        elif isinstance(value, tuple):
            yield from ((f"{path}[{i}]", one) for i, one in enumerate(value) if isinstance(one, TierTable))


def _ranks(plan: Plan, held: frozenset[int]) -> Iterator[Advice]:
    how = plan.distribution
    listed = how.ranks if isinstance(how, Gap) else how.rates if isinstance(how, Ranks) else None
    missing = sorted(held - set(listed)) if listed is not None else []
    if missing:
        name = "ranks" if isinstance(how, Gap) else "rates"
        yield Advice(GAP, "rank_missing", f"distribution.{name}", {"ranks": _few(map(str, missing))})


def _depth(plan: Plan, depth: int) -> Iterator[Advice]:
    how = plan.distribution
    if isinstance(how, Levels) and 0 < len(how.rates) < depth:
        said = {"levels": str(len(how.rates)), "depth": str(depth)}
        yield Advice(GAP, "levels_short", "distribution.rates", said)


def _symbols(plan: Plan, house: House) -> Iterator[Advice]:
    """Only plans made of deals speak of symbols."""
    unknown = sorted(one.symbol for one in house.traded if one.groups is None)
    if plan.base.source != "deal":
        return
    if unknown:
        yield Advice(UNMAPPED, "symbol_unknown", "select.symbol", {"symbols": _few(unknown)})
    inside = [plan, *(one for one in house.plans if one.slot == plan.slot and one.base.source == "deal")]
    unpaid = [
        one
        for one in house.traded
        if one.groups is not None and not any(_takes(each, one) for each in inside)
    ]
    if unpaid:
        said = {
            "symbols": _few(one.symbol for one in unpaid),
            "lots": plain(sum((one.lots for one in unpaid), ZERO)),
        }
        yield Advice(GAP, "symbol_unpaid", "select.symbol", said)


def _takes(plan: Plan, traded: Traded) -> bool:
    symbols, groups = plan.select.get("symbol"), plan.select.get("symbol_group")
    if traded.symbol in plan.guards.excluded_symbols:
        return False
    return (symbols is None or traded.symbol in symbols) and (
        groups is None or not groups.isdisjoint(traded.groups or frozenset())
    )


def _nobody(plan: Plan, known: Mapping[str, frozenset[str]]) -> Iterator[Advice]:
    """A name that nothing has: a slip of the pen, mostly."""
    for key, values in plan.select.items():
        strange = sorted(values - known[key]) if key in known else []
        if strange:
            yield Advice(UNMAPPED, "nobody", f"select.{key}", {"key": key, "values": _few(strange)})


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" (+{len(listed) - 8})" if len(listed) > 8 else ""
    return ", ".join(listed[:8]) + more
