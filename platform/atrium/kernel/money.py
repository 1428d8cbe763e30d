"""Money: a whole number of minor units in one currency. Never a float, never two currencies in one sum."""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import Final, Self

from .currencies import minor_units
from .errors import InvalidInput

__all__ = ["InvalidAmount", "Money", "currency_code", "minor_units", "round_half_even"]

_CURRENCY: Final = re.compile(r"[A-Z0-9]{3,8}\Z")
_PLAIN: Final = re.compile(r"-?\d{1,18}(\.\d{1,18})?\Z", re.ASCII)
_BIGINT_MAX: Final = 2**63 - 1
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_EVEN)


class InvalidAmount(InvalidInput):
    """The text is not an amount of that currency."""


def currency_code(text: str) -> str:
    if not _CURRENCY.match(text):
        raise InvalidAmount(
            f"“{text[:12]}” is not a currency code. Use three to eight capital letters, like USD."
        )
    return text


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`amount_minor` whole minor units of `currency`: Money(50000, "USD") is 500.00 USD."""

    amount_minor: int
    currency: str

    @classmethod
    def of(cls, amount: str | Decimal | int, currency: str) -> Self:
        """Exact: more decimals than the currency has, NaN, exponents or an overflow raise InvalidAmount."""
        currency_code(currency)
        value = _decimal(amount)
        places = minor_units(currency)
        minor = value.scaleb(places, _EXACT)
        if minor != minor.to_integral_value(ROUND_DOWN):
            raise InvalidAmount(f"{currency} has {places} decimal places; {value} has more.")
        if abs(minor) > _BIGINT_MAX:
            raise InvalidAmount("That amount is larger than the system can hold.")
        return cls(int(minor), currency)

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.amount_minor).scaleb(-minor_units(self.currency), _EXACT)

    def format(self) -> str:
        """As people read it, with the currency: “1,234.50 USD”."""
        return f"{self.decimal:,.{minor_units(self.currency)}f} {self.currency}"

    def plain(self) -> str:
        """As programs read it, without the currency: “1234.50”."""
        return f"{self.decimal:.{minor_units(self.currency)}f}"

    def __str__(self) -> str:
        return self.format()

    def __bool__(self) -> bool:
        return self.amount_minor != 0

    def __neg__(self) -> "Money":
        return Money(-self.amount_minor, self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount_minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount_minor - self._same(other), self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount_minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount_minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount_minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount_minor >= self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"cannot combine {self.currency} and {other.currency}")
        return other.amount_minor


def round_half_even(amount: Decimal, currency: str) -> Money:
    """The nearest minor unit, ties to the even one."""
    minor = amount.scaleb(minor_units(currency), _EXACT).to_integral_value(ROUND_HALF_EVEN)
    return Money(int(minor), currency)


def _decimal(amount: str | Decimal | int) -> Decimal:
    if isinstance(amount, bool | float):
        raise TypeError("money is never made from a float or a bool")
    text = (
        str(amount).strip()
        if isinstance(amount, str)
        else f"{amount:f}"
        if isinstance(amount, Decimal)
        else str(amount)
    )
    if not _PLAIN.match(text):
        raise InvalidAmount(f"“{text[:24]}” is not an amount. Write it like 1234.50.")
    try:
        return Decimal(text)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits decimals only
        raise InvalidAmount(f"“{text[:24]}” is not an amount.") from error
