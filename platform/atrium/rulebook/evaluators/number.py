"""Numbers and amounts, exact. Both ends of a range belong to it."""

from decimal import Decimal, InvalidOperation

from atrium.rulebook.evaluators.operator import Operator, Unreadable, pair
from atrium.rulebook.fields import Field

_LARGEST = Decimal(10) ** 15
_FINEST = -10
_NEEDS = "needs a number, such as 100 or 12.50"


def read(raw: object, field: Field) -> Decimal:
    if isinstance(raw, bool | list | dict) or raw is None:
        raise Unreadable(_NEEDS)
    try:
        number = Decimal(str(raw).strip())
    except InvalidOperation:
        raise Unreadable(_NEEDS) from None
    if not number.is_finite() or abs(number) > _LARGEST:
        raise Unreadable("needs a number below 1,000,000,000,000,000")
    if int(number.as_tuple().exponent) < _FINEST:
        raise Unreadable("needs a number with at most ten decimals")
    return number


def _read_range(raw: object, field: Field) -> tuple[Decimal, Decimal]:
    low, high = pair(raw, read, field)
    if low > high:
        raise Unreadable("needs the lower number first")
    return low, high


OPERATORS = {
    "is": Operator(read, lambda f, v, now: f == v, "{field} is {value}"),
    "is_not": Operator(read, lambda f, v, now: f != v, "{field} is not {value}", missing_holds=True),
    "at_least": Operator(read, lambda f, v, now: f >= v, "{field} is at least {value}"),
    "at_most": Operator(read, lambda f, v, now: f <= v, "{field} is at most {value}"),
    "between": Operator(_read_range, lambda f, v, now: v[0] <= f <= v[1], "{field} is between {value}"),
}
