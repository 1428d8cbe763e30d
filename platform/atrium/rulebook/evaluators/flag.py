"""Yes or no."""

from atrium.rulebook.evaluators.operator import Operator, Unreadable
from atrium.rulebook.fields import Field


def read(raw: object, field: Field) -> bool:
    if not isinstance(raw, bool):
        raise Unreadable("needs true or false")
    return raw


OPERATORS = {"is": Operator(read, lambda f, v, now: f is v, "{field} is {value}")}
