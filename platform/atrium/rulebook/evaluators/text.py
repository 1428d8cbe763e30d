"""Words, whatever their case."""

from datetime import datetime

from atrium.rulebook.evaluators.operator import Operator, Unreadable, many
from atrium.rulebook.fields import Field


def lowered(text: str) -> str:
    """One letter for one letter, as PostgreSQL lowers, so that rule and query agree (Python alone makes two of “İ”)."""
    return "".join("i" if letter == "İ" else letter.lower() for letter in text)


def read(raw: object, field: Field) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > 200 or "\x00" in raw:
        raise Unreadable("needs a text of 1 to 200 letters")
    return raw.strip()


def _is(fact: str, value: str, now: datetime) -> bool:
    return lowered(fact) == lowered(value)


def _in(fact: str, value: tuple[str, ...], now: datetime) -> bool:
    return lowered(fact) in {lowered(one) for one in value}


def _read_many(raw: object, field: Field) -> tuple[str, ...]:
    return many(raw, read, field)


OPERATORS = {
    "is": Operator(read, _is, "{field} is {value}"),
    "is_not": Operator(
        read, lambda f, v, now: not _is(f, v, now), "{field} is not {value}", missing_holds=True
    ),
    "in": Operator(_read_many, _in, "{field} is one of {value}"),
    "not_in": Operator(
        _read_many, lambda f, v, now: not _in(f, v, now), "{field} is none of {value}", missing_holds=True
    ),
    "contains": Operator(read, lambda f, v, now: lowered(v) in lowered(f), "{field} contains {value}"),
    "starts": Operator(
        read, lambda f, v, now: lowered(f).startswith(lowered(v)), "{field} starts with {value}"
    ),
}
