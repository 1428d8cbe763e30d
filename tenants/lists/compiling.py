"""From a rulebook condition to SQL of the same meaning.

SQL knows a third answer, unknown; a condition does not. Negations are carried down to the tests, and a negated test holds
where its fact is missing, exactly as `atrium.rulebook` says it does. tests/lists compares both on random documents and rows.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Contains, Exact, In, StartsWith

from atrium.kernel.currencies import MINOR_UNITS
from atrium.rulebook import Every, Node, Not, Test
from atrium.rulebook.evaluators.moment import span
from atrium.rulebook.evaluators.text import lowered

from .types import Column

_OPPOSITE = {"is_not": "is", "not_in": "in", "has_not": "has"}
NEVER = Q(pk__in=[])


def compiled(node: Node, columns: Mapping[str, Column], *, now: datetime) -> Q:
    """A Q over the list's model. `columns` by code: every field of the node must be there."""
    return _node(node, columns, now, wanted=True)


def _node(node: Node, columns: Mapping[str, Column], now: datetime, *, wanted: bool) -> Q:
    if isinstance(node, Not):
        return _node(node.child, columns, now, wanted=not wanted)
    if isinstance(node, Test):
        return _test(node, columns[node.field.code], now, wanted=wanted)
    parts = [_node(child, columns, now, wanted=wanted) for child in node.children]
    if isinstance(node, Every) is wanted:
        return _joined(parts, Q.AND) if parts else Q()
    return _joined(parts, Q.OR) if parts else NEVER


def _joined(parts: list[Q], how: str) -> Q:
    if how == Q.OR and any(not part for part in parts):
        return Q()  # one of them always holds
    whole = Q()
    for part in parts:
        whole = whole._combine(part, how) if whole else part  # type: ignore[attr-defined]
    return whole


def _test(test: Test, column: Column, now: datetime, *, wanted: bool) -> Q:
    word = test.operator
    if word in _OPPOSITE:
        word, wanted = _OPPOSITE[word], not wanted
    if word == "empty":
        missing = _missing(column)
        return missing if bool(test.value) is wanted else ~missing
    if column.truth is not None:
        return column.truth if (test.value is True) is wanted else ~column.truth
    found = _FAMILIES[column.type](column, word, test.value, now)
    return found if wanted else ~found if column.having else _missing_or(column, ~found)


def _missing_or(column: Column, condition: Q) -> Q:
    return Q(**{f"{column.path}__isnull": True}) | condition


def _missing(column: Column) -> Q:
    if column.having:
        return ~column.having(None)
    if column.truth is not None:
        return NEVER
    missing = Q(**{f"{column.path}__isnull": True})
    return missing | Q(**{column.path: ""}) if column.blank and column.type in {"text", "choice"} else missing


def _text(column: Column, word: str, value: Any, now: datetime) -> Q:
    asked = [lowered(one) for one in value] if word == "in" else lowered(value)
    if column.lower:
        names = {"is": "", "in": "__in", "contains": "__contains", "starts": "__startswith"}
        return Q(**{f"{column.path}{names[word]}": asked})
    low = Lower(F(column.path))
    if word == "in":
        return Q(In(low, [Value(one) for one in asked]))
    lookups: dict[str, Callable[[Any, Any], Any]] = {"is": Exact, "contains": Contains, "starts": StartsWith}
    return Q(lookups[word](low, asked))


def _choice(column: Column, word: str, value: Any, now: datetime) -> Q:
    return Q(**{f"{column.path}__in": list(value)}) if word == "in" else Q(**{column.path: value})


def _flag(column: Column, word: str, value: Any, now: datetime) -> Q:
    return Q(**{column.path: value})


def _tags(column: Column, word: str, value: Any, now: datetime) -> Q:
    assert column.having is not None
    return column.having(value)


def _moment(column: Column, word: str, value: Any, now: datetime) -> Q:
    bounds = span(column.type, word, value, now)
    asked = {"gte": bounds.first, "lt": bounds.end}
    return Q(**{f"{column.path}__{name}": end for name, end in asked.items() if end is not None})


def _number(column: Column, word: str, value: Any, now: datetime) -> Q:
    ends = {"is": (value, value), "at_least": (value, None), "at_most": (None, value)}
    low, high = value if word == "between" else ends[word]
    if not column.minor_of:
        return _range(column, low, high, 0)
    return _joined(
        [_in_units(column, units, low, high) for units in sorted(set(MINOR_UNITS.values()) | {2})], Q.OR
    )


def _in_units(column: Column, units: int, low: Decimal | None, high: Decimal | None) -> Q:
    """Amounts of the currencies with that many decimals; what the table does not name has two."""
    codes = [code for code, places in MINOR_UNITS.items() if places == units]
    others = [code for code, places in MINOR_UNITS.items() if places != units]
    which = ~Q(**{f"{column.minor_of}__in": others}) if units == 2 else Q(**{f"{column.minor_of}__in": codes})
    return which & _range(column, low, high, units)


def _range(column: Column, low: Decimal | None, high: Decimal | None, units: int) -> Q:
    asked: dict[str, Any] = {}
    whole = column.whole or bool(column.minor_of)
    if low is not None:
        asked[f"{column.path}__gte"] = _rounded(low.scaleb(units), ROUND_CEILING) if whole else low
    if high is not None:
        asked[f"{column.path}__lte"] = _rounded(high.scaleb(units), ROUND_FLOOR) if whole else high
    return Q(**asked)


def _rounded(number: Decimal, how: str) -> int:
    return int(number.to_integral_value(how))


_FAMILIES: dict[str, Callable[[Column, str, Any, datetime], Q]] = {
    "text": _text,
    "number": _number,
    "money": _number,
    "date": _moment,
    "datetime": _moment,
    "choice": _choice,
    "bool": _flag,
    "tags": _tags,
}
