"""A plan in words and as a rate table: only the levels that the reader itself can stand on, never those above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portals.shared.templatetags.atrium import grouped
from tenants.rebates.models import Plan

Text = str | Promise
Document = Mapping[str, Any]

BASES: Final[dict[str, Promise]] = {
    "per_lot": gettext_lazy("for each lot your clients close"),
    "per_side": gettext_lazy("for each lot and side your clients trade"),
    "pips": gettext_lazy("in pips of each deal your clients close"),
    "spread": gettext_lazy("as a part of the spread"),
    "markup": gettext_lazy("as a part of the mark-up"),
    "commission": gettext_lazy("as a part of the commission"),
    "turnover": gettext_lazy("for each million of turnover"),
    "notional": gettext_lazy("as a part of the notional value"),
    "profit": gettext_lazy("as a part of your clients' profit"),
    "revenue": gettext_lazy("as a part of the broker's revenue"),
    "cpa": gettext_lazy("once for each client who meets the conditions"),
    "cpl": gettext_lazy("for each valid lead"),
    "fee_share": gettext_lazy("as a part of the copy fee"),
    "net_loss": gettext_lazy("as a part of your clients' net loss"),
}
_MONEY: Final = frozenset({"per_lot", "per_side", "turnover", "cpa", "cpl"})
UNITS: Final[dict[str, Promise]] = {
    "per_lot": gettext_lazy("%(rate)s %(currency)s a lot"),
    "per_side": gettext_lazy("%(rate)s %(currency)s a lot and side"),
    "turnover": gettext_lazy("%(rate)s %(currency)s a million"),
    "cpa": gettext_lazy("%(rate)s %(currency)s"),
    "cpl": gettext_lazy("%(rate)s %(currency)s"),
    "pips": gettext_lazy("%(rate)s pips"),
}
GUARDS: Final[dict[str, Promise]] = {
    "min_seconds": gettext_lazy("A position must be open for at least %s seconds."),
    "min_pips": gettext_lazy("The price must move by at least %s pips."),
    "excluded_symbols": gettext_lazy("Nothing is paid for %s."),
    "cap_order": gettext_lazy("You get at most %s for one deal."),
    "cap_revenue": gettext_lazy("All rebates of a deal together are at most the fraction %s of its revenue."),
}


@dataclass(frozen=True, slots=True)
class Rate:
    label: Text
    whose: Text
    text: str
    steps: Sequence[tuple[str, str]] = ()
    is_next: bool = False
    table: Document | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    plan: Plan
    paid: Text
    rates: list[Rate]
    rules: list[str]
    hold_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What of the tree the words need: own number and rank, how deep one's own tree is, whom a plan may name."""

    number: str
    rank: int
    depth: int
    below: frozenset[str]
    above: frozenset[str]
    own_share: Decimal | None = None


def applies(document: Document, standing: Standing) -> bool:
    """A plan for other partners is none of the reader's business."""
    select = document.get("select", {})
    own = {standing.number, *standing.below}
    by_partner = set(select.get("partner", own)) & own
    by_tree = set(select.get("tree", own)) & (own | standing.above)
    return bool(by_partner and by_tree)


def condition(plan: Plan, standing: Standing) -> Condition:
    document = plan.document
    kind = document["base"]["type"]
    return Condition(
        plan=plan,
        paid=BASES.get(kind, kind),
        rates=_rates(document, standing),
        rules=[*_passing(document["distribution"], standing), *_rules(document.get("guards", {}))],
        hold_days=int(document.get("settlement", {}).get("hold_days", 0)),
    )


def _rates(document: Document, standing: Standing) -> list[Rate]:
    way = document["distribution"]
    if way["kind"] == "levels":
        listed = way["rates"][: standing.depth + 1]
        return [_rate(document, level, rate) for level, rate in enumerate(listed, start=1)]
    if way["kind"] in ("gap", "ranks"):
        return _by_rank(document, way, standing)
    if way["kind"] == "ladder" and isinstance(way["rate"], str):
        ratios = way["ratios"][: standing.depth + 1]
        rates = [str(Decimal(way["rate"]) * Decimal(ratio)) for ratio in ratios]
        return [_rate(document, level, rate) for level, rate in enumerate(rates, start=1)]
    if way["kind"] in ("ladder", "bottom_up"):
        return [_rate(document, 1, way["rate"])]
    if way["kind"] == "override":
        return [_rate(document, 1, way["rate"]), *_percents(way, standing)]
    return []


def _percents(way: Document, standing: Standing) -> list[Rate]:
    of = (
        _("%(share)s %% of what the client's own IB gets")
        if way["of"] == "direct"
        else _("%(share)s %% of what the IB directly below you gets")
    )
    return [
        Rate(
            _("Level %(level)s") % {"level": level},
            _whose(level),
            of % {"share": _short(Decimal(part) * 100)},
        )
        for level, part in enumerate(way["percents"][: standing.depth], start=2)
    ]


def _keeps(way: Document, standing: Standing) -> Decimal | None:
    """The part of what comes to the reader that stays with it; none: it passes nothing up."""
    if way["kind"] != "bottom_up" or not standing.above:
        return None
    named = way.get("fractions", {}).get(standing.number)
    if named is not None:
        return 1 - Decimal(named)
    if standing.own_share is not None:
        return standing.own_share
    return 1 - Decimal(way.get("fraction", "0"))


def _by_rank(document: Document, way: Document, standing: Standing) -> list[Rate]:
    """`gap` names its partners in `rates` and its ranks in `ranks`; `ranks` has its ranks in `rates`."""
    ranks = way.get("ranks", {}) if way["kind"] == "gap" else way["rates"]
    named = way.get("rates", {}) if way["kind"] == "gap" else {}
    whose = (
        _("Less what your sub-IBs on the way to the client get") if way["kind"] == "gap" else _("All levels")
    )
    own = named.get(standing.number)
    held = own if own is not None else ranks.get(str(standing.rank), "0")
    text, steps = _read(document, held)
    table = None if isinstance(held, str) else held
    found = [Rate(_("Your rank: %(rank)s") % {"rank": standing.rank}, whose, text, steps, table=table)]
    above = min((int(rank) for rank in ranks if int(rank) > standing.rank), default=None)
    if above is not None and own is None:
        text, steps = _read(document, ranks[str(above)])
        found.append(Rate(_("Next rank: %(rank)s") % {"rank": above}, whose, text, steps, is_next=True))
    return found


def _rate(document: Document, level: int, rate: Any) -> Rate:
    text, steps = _read(document, rate)
    table = None if isinstance(rate, str) else rate
    return Rate(_("Level %(level)s") % {"level": level}, _whose(level), text, steps, table=table)


def _whose(level: int) -> Text:
    below = {1: _("Your own clients"), 2: _("Clients of your direct sub-IBs")}
    return below.get(level) or _("Clients of sub-IBs %(steps)s levels below you") % {"steps": level - 1}


def _read(document: Document, rate: Any) -> tuple[str, Sequence[tuple[str, str]]]:
    """A plain rate, or a table of steps by what was reached."""
    if isinstance(rate, str):
        return _worded(document, rate), ()
    steps = [(grouped(Decimal(step["from"]), 0), _worded(document, step["rate"])) for step in rate["steps"]]
    words = {"metric": rate["metric"].replace("_", " "), "period": rate.get("period", "month")}
    return _("By %(metric)s in the %(period)s") % words, steps


def worded(document: Document, rate: str) -> str:
    return _worded(document, rate) if rate else ""


def _worded(document: Document, rate: str) -> str:
    kind, number = document["base"]["type"], Decimal(rate)
    if kind in UNITS:
        return str(UNITS[kind]) % {"rate": _short(number), "currency": document.get("currency", "USD")}
    return f"{_short(number * 100)} %"


def _short(number: Decimal) -> str:
    places = max(0, -int(number.normalize().as_tuple().exponent))
    return grouped(number, max(places, 2) if places else 2)


def _passing(way: Document, standing: Standing) -> list[str]:
    keeps = _keeps(way, standing)
    if keeps is None:
        return []
    said = _("You keep %(share)s %% of what comes to you; the rest goes to the partner above you.")
    return [said % {"share": _short(keeps * 100)}]


def _rules(guards: Document) -> list[str]:
    said = []
    for name, sentence in GUARDS.items():
        value = guards.get(name)
        if value:
            said.append(str(sentence) % (", ".join(value) if isinstance(value, list) else value))
    return said
