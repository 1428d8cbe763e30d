"""The kinds of values that stand in a document: decimals, whole numbers, times, words, ids."""

import re
from collections.abc import Callable, Collection
from decimal import Decimal

from tenants.rebates.engine.numbers import ONE, ZERO
from tenants.rebates.engine.parse.reader import Kind, Unfit
from tenants.rebates.engine.times import parse_time

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
MOST_DAYS = 36_525
_CURRENCY = re.compile(r"[A-Z0-9]{3,8}")


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise Unfit("must be a text")
    return raw


def _id(raw: object) -> str:
    if not isinstance(raw, str) or not raw:
        raise Unfit("must be a text that is not empty")
    return raw


def _decimal(raw: object) -> Decimal:
    if not isinstance(raw, str):
        raise Unfit('must be a decimal written as a text, such as "12.5"')
    if not _DECIMAL.fullmatch(raw):
        raise Unfit('must be a decimal such as "12.5": digits, at most one point, no exponent')
    return Decimal(raw)


def _whole(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise Unfit("must be a whole number")
    if abs(raw) >= 10**18:
        raise Unfit("is too large")
    return raw


def _days(raw: object) -> int:
    days = _whole(raw)
    if abs(days) > MOST_DAYS:
        raise Unfit(f"must be at most {MOST_DAYS} days")
    return days


def _rank(raw: object) -> int:
    if not isinstance(raw, str) or not _WHOLE.fullmatch(raw):
        raise Unfit("its key must be a rank: a whole number")
    return int(raw)


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise Unfit("must be true or false")
    return raw


def _time(raw: object) -> int:
    if isinstance(raw, str):
        try:
            return parse_time(raw)
        except ValueError:
            pass
    raise Unfit("must be a time such as 2026-03-10T10:00:00Z: UTC, whole seconds")


def _currency(raw: object) -> str:
    if not isinstance(raw, str) or not _CURRENCY.fullmatch(raw):
        raise Unfit("must be a currency: 3 to 8 capital letters or digits")
    return raw


def decimal_where(holds: Callable[[Decimal], bool], expected: str, blank: Decimal = ZERO) -> Kind[Decimal]:
    def read(raw: object) -> Decimal:
        value = _decimal(raw)
        if not holds(value):
            raise Unfit(f"must be {expected}")
        return value

    return Kind(read, blank)


def word(*words: str) -> Kind[str]:
    def read(raw: object) -> str:
        if not isinstance(raw, str) or raw not in words:
            raise Unfit(f"must be one of: {', '.join(words)}")
        return raw

    return Kind(read, words[0], words)


def known(ids: Collection[str], noun: str) -> Kind[str]:
    """An id that stands in the document's list of that noun."""

    def read(raw: object) -> str:
        name = _id(raw)
        if name not in ids:
            raise Unfit(f"there is no {noun} {name!r} in the document")
        return name

    return Kind(read, "")


TEXT = Kind(_text, "")
ID = Kind(_id, "")
DECIMAL = Kind(_decimal, ZERO)
POSITIVE = decimal_where(lambda value: value > 0, "above 0", ONE)
NOT_NEGATIVE = decimal_where(lambda value: value >= 0, "0 or more")
FRACTION = decimal_where(lambda value: 0 <= value <= 1, "a fraction from 0 to 1")
SHARE = decimal_where(lambda value: 0 < value <= 1, "above 0 and at most 1", ONE)
WHOLE = Kind(_whole, 0)
DAYS = Kind(_days, 0)
RANK = Kind(_rank, 0)
TIME = Kind(_time, 0)
CURRENCY = Kind(_currency, "USD")
FLAG = Kind(_flag, False)
SIDE = word("buy", "sell")
STATUS = word("active", "suspended")
SIDES = word("open", "close", "both")
PERIOD = word("month", "day", "week", "quarter")
