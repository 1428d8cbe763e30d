"""Days and moments. Every operator is a span from its first to before its last, so that rule and query cannot differ.

A bare day against a moment is that whole day in UTC: after 3 May begins with 4 May, between includes the last day.
`within_days` looks back and ends now; `older_than_days` is the rest of the past; `next_days` looks ahead from now.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from atrium.rulebook.evaluators.operator import Operator, Unreadable, pair
from atrium.rulebook.fields import Field

Moment = date | datetime
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Span:
    """From `first` (or always) to before `end` (or for ever)."""

    first: Any = None
    end: Any = None

    def holds(self, fact: Any) -> bool:
        return (self.first is None or fact >= self.first) and (self.end is None or fact < self.end)


def span(type_: str, operator: str, value: Any, now: datetime) -> Span:
    """`type_` is date or datetime."""
    return _SPANS[operator](type_, value, now)


def _floor(type_: str, moment: Moment) -> Moment:
    if type_ == "date" or isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time.min, UTC)


def _next(type_: str, moment: Moment) -> Moment:
    """The first that is no longer `moment`: the next day of a day, the next instant of an instant."""
    if isinstance(moment, datetime):
        return moment + _INSTANT
    return _floor(type_, moment + _DAY)


def _present(type_: str, now: datetime) -> Moment:
    return now.astimezone(UTC).date() if type_ == "date" else now


def _on(type_: str, value: Moment, now: datetime) -> Span:
    return Span(_floor(type_, value), _next(type_, value))


def _before(type_: str, value: Moment, now: datetime) -> Span:
    return Span(end=_floor(type_, value))


def _after(type_: str, value: Moment, now: datetime) -> Span:
    return Span(_next(type_, value))


def _between(type_: str, value: tuple[Moment, Moment], now: datetime) -> Span:
    return Span(_floor(type_, value[0]), _next(type_, value[1]))


def _within(type_: str, days: int, now: datetime) -> Span:
    present = _present(type_, now)
    return Span(_next(type_, present - timedelta(days=days)), _next(type_, present))


def _older(type_: str, days: int, now: datetime) -> Span:
    return Span(end=_next(type_, _present(type_, now) - timedelta(days=days)))


def _ahead(type_: str, days: int, now: datetime) -> Span:
    present = _present(type_, now)
    return Span(present, present + timedelta(days=days))


_SPANS: dict[str, Callable[[str, Any, datetime], Span]] = {
    "is": _on,
    "before": _before,
    "after": _after,
    "between": _between,
    "within_days": _within,
    "older_than_days": _older,
    "next_days": _ahead,
}


def read(raw: object, field: Field) -> Moment:
    """A day, or (for moments) a moment with its zone."""
    try:
        if isinstance(raw, str) and len(raw) == 10:
            return _sane(date.fromisoformat(raw))
        if (
            isinstance(raw, str)
            and field.type == "datetime"
            and datetime.fromisoformat(raw).tzinfo is not None
        ):
            return _sane(datetime.fromisoformat(raw))
    except ValueError:
        pass
    raise Unreadable("needs a day such as 2026-11-21")


def _sane(moment: Moment) -> Moment:
    if not 1900 <= moment.year <= 2200:
        raise Unreadable("needs a day between 1900 and 2200")
    return moment


def _read_range(raw: object, field: Field) -> tuple[Moment, Moment]:
    low, high = pair(raw, read, field)
    if _floor(field.type, low) >= _next(field.type, high):
        raise Unreadable("needs the earlier day first")
    return low, high


def _read_days(raw: object, field: Field) -> int:
    if isinstance(raw, str) and raw.strip().isascii() and raw.strip().isdigit():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= 36_500:
        raise Unreadable("needs a whole number of days, 1 to 36,500")
    return raw


def _tries(type_: str, operator: str, fact: Any, value: Any, now: datetime) -> bool:
    return span(type_, operator, value, now).holds(fact)


def _family(type_: str) -> dict[str, Operator]:
    return {code: Operator(reads, partial(_tries, type_, code), words) for code, reads, words in _WORDS}


_WORDS: tuple[tuple[str, Callable[[object, Field], Any], str], ...] = (
    ("is", read, "{field} is on {value}"),
    ("before", read, "{field} is before {value}"),
    ("after", read, "{field} is after {value}"),
    ("between", _read_range, "{field} is between {value}"),
    ("within_days", _read_days, "{field} is within the last {value} days"),
    ("older_than_days", _read_days, "{field} is more than {value} days ago"),
    ("next_days", _read_days, "{field} is within the next {value} days"),
)
DATES = _family("date")
DATETIMES = _family("datetime")
