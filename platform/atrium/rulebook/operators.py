"""Which operators each type of field has. One family, one file in `evaluators/`."""

from collections.abc import Mapping

from atrium.rulebook.evaluators import choice, flag, moment, number, presence, tags, text
from atrium.rulebook.evaluators.operator import Operator

_FAMILIES: Mapping[str, Mapping[str, Operator]] = {
    "text": text.OPERATORS,
    "number": number.OPERATORS,
    "money": number.OPERATORS,
    "date": moment.DATES,
    "datetime": moment.DATETIMES,
    "choice": choice.OPERATORS,
    "bool": flag.OPERATORS,
    "tags": tags.OPERATORS,
}
_BY_TYPE = {type_: {**family, **presence.OPERATORS} for type_, family in _FAMILIES.items()}


def operators_of(type_: str) -> tuple[str, ...]:
    return tuple(_BY_TYPE[type_])


def operator(type_: str, code: str) -> Operator:
    """KeyError if the type has no such operator."""
    return _BY_TYPE[type_][code]


__all__ = ["Operator", "operator", "operators_of"]
