"""Rates of the day: lines that were made long ago are compared, not paid."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from tenants.rates import selectors as rates

from ..engine.numbers import ONE, ZERO


def rates_of(target: str) -> Callable[[str, datetime], Decimal]:
    """Currency, moment → what one of it is in the target; nothing where no rate is known."""

    @lru_cache(maxsize=4096)
    def of_day(currency: str, day: str) -> Decimal:
        found = rates.conversion(currency, target, at=datetime.fromisoformat(f"{day}T23:59:59+00:00"))
        return found.rate if found else ZERO

    return lambda currency, at: ONE if currency == target else of_day(currency, at.date().isoformat())
