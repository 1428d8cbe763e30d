"""Why it is this amount: the trace in words, and the steps that changed the money as a waterfall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portals.ib_portal.rebates import words
from portals.shared.charts import Chart, Series
from tenants.rebates.models import Line

# Rules whose result is the partner's amount so far, in the order of the engine.
_MONEY: Final = (
    "distribute",
    "missing",
    "self_referral",
    "credit",
    "cap_order",
    "cap_revenue",
    "cap_period",
    "client_share",
)
_STORED: Final = frozenset({"store", "reverse"})

Text = str | Promise
Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    rule: str
    title: Text
    facts: list[tuple[Text, str]]
    result: str


@dataclass(frozen=True, slots=True)
class Explanation:
    steps: list[Step]
    reason: Text
    chart: Chart


def of(line: Line, trace: Sequence[Raw]) -> Explanation:
    reason = words.REASONS.get(line.reason, line.reason.replace("_", " ").capitalize())
    return Explanation([_step(raw) for raw in trace], reason, waterfall(line, trace))


def waterfall(line: Line, trace: Sequence[Raw]) -> Chart:
    """Yours before limits and shares, then what each of them took or added, then what was booked."""
    bars = list(_bars(trace))
    bars.append((pgettext("the partner's own amount", "Yours"), line.amount))
    return Chart(
        id=f"why-{line.pk}",
        kind="waterfall",
        title=_("How the amount came about"),
        labels=[str(label) for label, _amount in bars] if line.amount else (),
        series=[Series(_("Rebate"), [amount for _label, amount in bars])],
        unit=line.currency,
        digits=max(2, min(6, -int(line.amount.normalize().as_tuple().exponent))),
        total=True,
        size="small",
    )


def _bars(trace: Sequence[Raw]) -> Iterator[tuple[Text, Decimal]]:
    before = Decimal(0)
    for raw in trace:
        family = _family(raw["rule"])
        after = _number(raw["out"])
        if family == "convert":
            yield from _exchange(raw, before)
        elif family in _MONEY and after is not None and after != before:
            yield words.RULES[family], after - before
            before = after


def _exchange(raw: Raw, before: Decimal) -> Iterator[tuple[Text, Decimal]]:
    """From here on it is another currency; a picture has one, so the step before is written in the new one."""
    after = _number(raw["out"])
    if raw["in"].get("from") != raw["in"].get("to") and after is not None:
        yield words.RULES["convert"], after - before


def _step(raw: Raw) -> Step:
    family = _family(raw["rule"])
    hidden = words.HIDDEN.get(family, frozenset())
    shown = sorted((key for key in raw["in"] if key not in hidden), key=_place)
    facts = [(words.FACTS.get(key, _spoken(key)), _said(key, raw["in"][key])) for key in shown]
    return Step(
        raw["rule"],
        words.RULES.get(family, _spoken(raw["rule"])),
        [fact for fact in facts if fact[1]],
        _result(raw),
    )


def _result(raw: Raw) -> str:
    if _family(raw["rule"]) == "attribute":
        return " · ".join(" → ".join(f"IB {number}" for number in leg["path"]) for leg in raw["out"])
    return _said("", raw["out"])


def _said(key: str, value: Any) -> str:
    """One fact as text. A list of conversions reads “EUR/USD 1.0842”."""
    if key in ("test", "reason"):
        return _spoken(str(value))
    if key == "time":
        return str(value).replace("T", " ").replace("Z", " UTC")
    if isinstance(value, dict):
        return ", ".join(f"{_spoken(name)} {_said(name, one)}" for name, one in value.items())
    if isinstance(value, list):
        return "; ".join(_said("", one) for one in value)
    return "" if value is None else str(value)


def _place(key: str) -> tuple[int, str]:
    """Facts in the order in which the words are listed; the database keeps none."""
    known = list(words.FACTS)
    return (known.index(key) if key in known else len(known), key)


def _family(rule: str) -> str:
    return rule.partition(".")[0]


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
