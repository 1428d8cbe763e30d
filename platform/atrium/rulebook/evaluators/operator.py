"""What an operator is: how its value is read, when it holds, and how it is said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from atrium.rulebook.fields import Field


class Unreadable(Exception):
    """The value in the document is not what the operator needs; the message says what it needs."""


@dataclass(frozen=True)
class Operator:
    read: Callable[[object, Field], Any]
    """The typed value of the document's; raises Unreadable."""
    holds: Callable[[Any, Any, datetime], bool]
    """(fact, value, now); the fact is not missing."""
    words: str
    """With {field} and {value}."""
    missing_holds: bool = False


def is_missing(fact: object) -> bool:
    return fact is None or fact == "" or (isinstance(fact, tuple | list | set | frozenset) and not fact)


def many(raw: object, read: Callable[[object, Field], Any], field: Field) -> tuple[Any, ...]:
    if not isinstance(raw, list) or not raw or len(raw) > 500:
        raise Unreadable("needs a list of 1 to 500 values")
    return tuple(dict.fromkeys(read(one, field) for one in raw))


def pair(raw: object, read: Callable[[object, Field], Any], field: Field) -> tuple[Any, Any]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise Unreadable("needs two values, the lower first")
    low, high = (read(one, field) for one in raw)
    return low, high
