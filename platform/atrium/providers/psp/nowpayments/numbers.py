"""JSON as JavaScript writes it: the signature is over what JSON.stringify makes of the body with its keys sorted.

Numbers go through a double and come out in its shortest form: 15.0 is 15, 0.0000001 is 1e-7, 1e16 is 10000000000000000.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

_INDEX_END = 2**32 - 1


class Number(str):
    """A number as the body wrote it."""

    __slots__ = ()


def read(body: bytes | str) -> Any:
    """The body with its numbers as they were written. NaN and Infinity are no JSON, whoever writes them."""
    return json.loads(body, parse_float=Number, parse_int=Number, parse_constant=_no_number)


def decimal_of(value: object) -> Decimal:
    """An amount that may come as a number or as text."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"not an amount: {value!r}")
    amount = Decimal(value.strip())
    if not amount.is_finite():
        raise ValueError(f"not an amount: {value!r}")
    return amount


def canonical(value: Any) -> str:
    """What JSON.stringify writes of the value when its keys have been sorted at every depth."""
    if isinstance(value, Number):
        return javascript(value)
    if isinstance(value, dict):
        inside = (
            f"{json.dumps(key, ensure_ascii=False)}:{canonical(value[key])}"
            for key in sorted(value, key=_order)
        )
        return "{" + ",".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def javascript(text: str) -> str:
    """A number's text, read as a double and written as JavaScript does (ECMA-262, Number::toString)."""
    double = json.loads(text if set(text) & set(".eE") else f"{text}.0")
    value = Decimal(repr(double))
    if not value.is_finite():
        return "null"
    if value == 0:
        return "0"
    sign, found, exponent = value.normalize().as_tuple()
    digits = "".join(map(str, found))
    point = len(digits) + int(exponent)
    return ("-" if sign else "") + _written(digits, point)


def _written(digits: str, point: int) -> str:
    """`point` is where the decimal point stands: 0.00123 has digits 123 and point -2."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def _order(key: str) -> tuple[int, int, bytes]:
    """JavaScript keeps keys that are array indexes in front, by number; the others are sorted by their UTF-16 units."""
    if key.isascii() and key.isdecimal() and str(int(key)) == key and int(key) < _INDEX_END:
        return (0, int(key), b"")
    return (1, 0, key.encode("utf-16-be", "surrogatepass"))


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number")
