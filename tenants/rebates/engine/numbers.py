"""Decimal arithmetic of the engine: 34 digits, half-even, and how amounts are rounded and written."""

from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from functools import lru_cache

PRECISION = 34
CONTEXT = Context(
    prec=PRECISION,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
ZERO = Decimal(0)
ONE = Decimal(1)
TOLERANCE = Decimal("0.000001")
STORED_PLACES = 10


def rounded(amount: Decimal, places: int) -> Decimal:
    """Half-even to so many decimals. Wider than the context, or large amounts would not fit."""
    wide = Context(prec=max(PRECISION, amount.adjusted() + places + 2), rounding=ROUND_HALF_EVEN)
    return amount.quantize(Decimal((0, (1,), -places)), context=wide)


@lru_cache(maxsize=16_384)
def plain(amount: Decimal) -> str:
    """No exponent, no trailing zeros, no `-0`."""
    if not amount:
        return "0"
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
