"""Times are whole seconds since 1970 in UTC; periods are UTC calendar periods."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

DAY = 86_400
LAST_YEAR = 9999
BEGINNING = -(10**15)
"""Before any time a document can hold."""

_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z", re.ASCII)
_EPOCH = date(1970, 1, 1).toordinal()
LAST_SECOND = (date(LAST_YEAR, 12, 31).toordinal() + 1 - _EPOCH) * DAY - 1
"""The last that the format can write."""


@dataclass(frozen=True, slots=True)
class Period:
    name: str
    start: int
    end: int

    @property
    def last_second(self) -> int:
        return self.end - 1


def parse_time(text: str) -> int:
    """Raises ValueError unless the text is `2026-03-10T10:00:00Z` and such a time exists."""
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day, hour, minute, second = map(int, found.groups())
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    return (moment.toordinal() - _EPOCH) * DAY + hour * 3600 + minute * 60 + second


@lru_cache(maxsize=16_384)
def format_time(time: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(time, LAST_SECOND))
    return moment.replace(tzinfo=None).isoformat() + "Z"


def period_of(kind: str, time: int) -> Period:
    return _period(kind, time // DAY)


def previous(kind: str, period: Period) -> Period:
    return period_of(kind, period.start - 1)


def boundary(kind: str, time: int) -> int:
    """The first start of a period at or after the time."""
    period = period_of(kind, time)
    return time if time == period.start else period.end


@lru_cache(maxsize=4096)
def _period(kind: str, day_number: int) -> Period:
    day = date.fromordinal(day_number + _EPOCH)
    if kind == "day":
        return Period(day.isoformat(), day_number * DAY, (day_number + 1) * DAY)
    if kind == "week":
        monday = day_number - day.weekday()
        year, week, _ = day.isocalendar()
        return Period(f"{year:04}-W{week:02}", monday * DAY, (monday + 7) * DAY)
    if kind == "month":
        return Period(
            day.isoformat()[:7], _month_start(day.year, day.month), _month_start(day.year, day.month + 1)
        )
    quarter = (day.month - 1) // 3
    first = quarter * 3 + 1
    return Period(
        f"{day.year:04}-Q{quarter + 1}", _month_start(day.year, first), _month_start(day.year, first + 3)
    )


def _month_start(year: int, month: int) -> int:
    if month > 12:
        year, month = year + 1, month - 12
    if year > LAST_YEAR:
        return LAST_SECOND + 1
    return (date(year, month, 1).toordinal() - _EPOCH) * DAY
