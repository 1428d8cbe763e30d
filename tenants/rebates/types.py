"""What this room speaks."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from atrium.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Accrued:
    """What one run over a batch did. `waiting` deals lack something, such as an exchange rate, and are tried again."""

    lines: int
    partner_ids: tuple[uuid.UUID, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """`reversed` of the `lines` that were added take an earlier line back; the others stand in its place."""

    reversed: int
    lines: int
    partner_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class Earned:
    """A partner's rebates of one currency. `accrued` is what has not been moved to the wallet yet."""

    currency: str
    today: Decimal
    month: Decimal
    accrued: Money


@dataclass(frozen=True, slots=True)
class DayTotal:
    day: date
    amount: Decimal
    lots: Decimal


@dataclass(frozen=True, slots=True)
class SymbolTotal:
    """A partner's rebates of one instrument. `settled`: what of them a payment to its wallet took."""

    symbol: str
    amount: Decimal
    lots: Decimal
    deals: int
    settled: Decimal

    @property
    def unsettled(self) -> Decimal:
        return self.amount - self.settled


@dataclass(frozen=True, slots=True)
class Beside:
    """Of one partner: what was accrued from some deals, and what a plan in the shadow would have given of the same."""

    name: str
    partner_id: uuid.UUID | None
    currency: str
    live: Decimal
    shadow: Decimal

    @property
    def change(self) -> Decimal:
        return self.shadow - self.live


@dataclass(frozen=True, slots=True)
class Measured:
    """How disputes are answered: how many wait, since when the oldest, and how long answers of the last 90 days took."""

    open: int
    oldest: datetime | None
    answered: int
    median_hours: Decimal | None
    longest_hours: Decimal | None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that the subledger claims and the lines or the ledger do not bear out. There must be none."""

    party: str
    check: str
    expected: str
    found: str
