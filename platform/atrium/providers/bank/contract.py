"""A bank statement, whatever it was written in. Amounts are exact decimals: positive came in, negative went out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


class Unreadable(ValueError):
    """The file cannot be read as a statement. The message says where and what to do; nothing was booked."""


@dataclass(frozen=True, slots=True)
class Line:
    """One movement. `bank_reference` is the bank's own name for it, `end_to_end` the payer's."""

    number: int
    booked_on: date
    amount: Decimal
    currency: str
    bank_reference: str = ""
    end_to_end: str = ""
    text: str = ""
    name: str = ""
    iban: str = ""

    def identity(self) -> str:
        """The same in every file that holds this line. Two lines alike in all of it differ by their ordinal alone."""
        parts = (
            self.bank_reference,
            self.booked_on.isoformat(),
            f"{self.amount.normalize():f}",
            self.currency,
            self.end_to_end,
            " ".join(self.text.split()),
            self.iban,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(slots=True)
class Head:
    """What the statement says of itself; filled while its lines are read, whole when they have all been read."""

    format: str = ""
    account: str = ""
    currency: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    total: Decimal = Decimal(0)
    lines: int = 0
    left_out: int = 0  # announced by the bank and not booked yet
    statements: int = 0
    warnings: list[str] = field(default_factory=list)

    def counted(self, line: Line) -> Line:
        self.lines += 1
        self.total += line.amount
        return line


@dataclass(frozen=True, slots=True)
class Statement:
    """`lines` can be walked once; `head` is whole after that."""

    head: Head
    lines: Iterator[Line]


def amount_of(text: str, where: str) -> Decimal:
    """A plain amount. NaN, exponents and more than eighteen digits are no amounts of money."""
    plain = text.strip()
    whole, _, part = plain.lstrip("+-").partition(".")
    if not whole.isascii() or not whole.isdigit() or not (part == "" or (part.isascii() and part.isdigit())):
        raise Unreadable(f"{where}: “{text.strip()[:24]}” is not an amount. Nothing was booked.")
    if len(whole) > 15 or len(part) > 18:
        raise Unreadable(
            f"{where}: the amount {plain[:24]} is longer than an amount of money can be. Nothing was booked."
        )
    return Decimal(plain)
