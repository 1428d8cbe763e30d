"""JSON as JavaScript writes it, from Decimals: what its numbers look like is part of what is signed."""

import json
from decimal import Decimal
from typing import Any


def stringify(value: Any, *, sort: bool = False) -> str:
    """JSON.stringify; `sort` puts the keys in order at every depth first."""
    if isinstance(value, dict):
        keys = sorted(value) if sort else list(value)
        return "{" + ",".join(f"{json.dumps(key)}:{stringify(value[key], sort=sort)}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(stringify(one, sort=sort) for one in value) + "]"
    if isinstance(value, Decimal):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


def number(value: Decimal) -> str:
    """The shortest form of the double that is nearest: 15, 0.000001, 1e-7, 1e+21."""
    text = repr(float(value))
    mantissa, _, power = text.partition("e")
    exponent = int(power or 0)
    if not power:
        return mantissa.removesuffix(".0")
    if -7 < exponent < 21:
        return f"{Decimal(text):f}"
    return f"{mantissa.removesuffix('.0')}e{'+' if exponent > 0 else '-'}{abs(exponent)}"
