"""Labels that somebody has put on; several names ask for any of them."""

from collections.abc import Collection
from datetime import datetime

from atrium.rulebook.evaluators import choice
from atrium.rulebook.evaluators.operator import Operator, many
from atrium.rulebook.fields import Field


def read(raw: object, field: Field) -> tuple[str, ...]:
    return many(raw if isinstance(raw, list) else [raw], choice.read, field)


def _has(fact: Collection[str], value: tuple[str, ...], now: datetime) -> bool:
    return any(one in fact for one in value)


OPERATORS = {
    "has": Operator(read, _has, "{field} has {value}"),
    "has_not": Operator(
        read, lambda f, v, now: not _has(f, v, now), "{field} has not {value}", missing_holds=True
    ),
}
