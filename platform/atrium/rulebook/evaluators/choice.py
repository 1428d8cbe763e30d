"""One of a list. A choice is a code, compared exactly."""

from datetime import datetime

from atrium.rulebook.evaluators.operator import Operator, Unreadable, many
from atrium.rulebook.fields import Field


def read(raw: object, field: Field) -> str:
    if not isinstance(raw, str) or not raw or len(raw) > 200 or "\x00" in raw:
        raise Unreadable("needs one of the choices")
    if field.choices and raw not in dict(field.choices):
        raise Unreadable(f"has no choice “{raw[:40]}”")
    return raw


def _read_many(raw: object, field: Field) -> tuple[str, ...]:
    return many(raw, read, field)


def _is(fact: str, value: str, now: datetime) -> bool:
    return str(fact) == value


def _in(fact: str, value: tuple[str, ...], now: datetime) -> bool:
    return str(fact) in value


OPERATORS = {
    "is": Operator(read, _is, "{field} is {value}"),
    "is_not": Operator(
        read, lambda f, v, now: not _is(f, v, now), "{field} is not {value}", missing_holds=True
    ),
    "in": Operator(_read_many, _in, "{field} is one of {value}"),
    "not_in": Operator(
        _read_many, lambda f, v, now: not _in(f, v, now), "{field} is none of {value}", missing_holds=True
    ),
}
