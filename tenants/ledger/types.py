"""What the ledger speaks. An amount on an account is what was credited to it minus what was debited from it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from atrium.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Movement:
    """Money leaves the account `debit` and arrives at the account `credit`; `kind` says what happened in one word."""

    debit: str
    credit: str
    money: Money
    kind: str

    def reversed(self) -> "Movement":
        return Movement(debit=self.credit, credit=self.debit, money=self.money, kind=f"{self.kind}.reversed")


@dataclass(frozen=True, slots=True)
class Posted:
    """`replayed` is true when the key had been posted before and nothing was written now."""

    transaction_id: uuid.UUID
    replayed: bool


@dataclass(frozen=True, slots=True)
class PostedMany:
    """A bulk posting: `count` movements in these ledger transactions."""

    transaction_ids: tuple[uuid.UUID, ...]
    count: int
    replayed: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """Reserved money. `state` is held, settled or voided, and once it is no longer held it never changes again."""

    id: uuid.UUID
    movement: Movement
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Balance:
    """`available` is what may still be moved away."""

    address: str
    posted: Money
    held: Money

    @property
    def available(self) -> Money:
        return self.posted - self.held


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement seen from one account: positive came in, negative went out. `sequence` orders and pages."""

    sequence: int
    movement_id: uuid.UUID
    transaction_id: uuid.UUID
    address: str
    counterpart: str
    money: Money
    kind: str
    key: str
    effective_at: datetime
    reverses: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class StatementRow:
    """An entry and what the account held after it."""

    entry: Entry
    balance: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """`opening` and the rows add up to `closing`. The rows are read from the database as one goes through them, once."""

    address: str
    since: datetime
    until: datetime
    opening: Money
    closing: Money
    count: int
    rows: Iterator[StatementRow]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Something the ledger claims and its history does not bear out. There must be none."""

    check: str
    subject: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Booking:
    """One thing the ledger has for a business row while `when` holds, and has not while it does not hold.

    All are SQL expressions over the row, which is called `row`; what is left empty is not looked at.
    """

    key: str
    """The idempotency key that it was posted under, as `'dep:' || row.id`."""
    when: str = "true"
    """In which states the ledger has it. Empty: it may have it or not."""
    amount: str = "row.amount_minor"
    """Minor units of a movement of that posting."""
    currency: str = "row.currency"
    account: str = ""
    """An address that this movement touches."""
    kind: str = ""
    """The movement's kind, a plain word, where a posting has several."""


@dataclass(frozen=True, slots=True)
class MoneyRows:
    """What a room says of a table whose rows move money (`MONEY_ROWS` in its `__init__`); `atrium ledger verify` proves it
    in both directions: each row has its bookings, and each posting whose key is `LIKE` one of `keys` has its row.
    """

    table: str
    keys: tuple[str, ...]
    bookings: tuple[Booking, ...]


def decisions_of_hold(
    settled: str, voided: str, hold: str = "row.hold_id", **facts: str
) -> tuple[Booking, ...]:
    """The two ends of a hold under the keys that settle_hold and void_hold make: in which states it has which."""
    there = f"{hold} IS NOT NULL AND"
    return (
        Booking(f"'hold:' || {hold} || ':post'", f"{there} ({settled})", **facts),
        Booking(f"'hold:' || {hold} || ':void'", f"{there} ({voided})", **facts),
    )


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Newest first. `next_cursor` asks for what is older; none means that was all."""

    entries: tuple[Entry, ...]
    next_cursor: int | None


@dataclass(frozen=True, slots=True)
class TrialLine:
    """What all accounts of one family hold together in one currency."""

    family: str
    total: Money
