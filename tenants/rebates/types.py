"""What this room speaks."""

import uuid
from dataclasses import dataclass
from datetime import date
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
class GroupTotal:
    """Rebates by client or by symbol."""

    key: str
    label: str
    amount: Decimal
    lots: Decimal
    deals: int


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something that the subledger claims and the lines or the ledger do not bear out. There must be none."""

    party: str
    check: str
    expected: str
    found: str
