"""The facts of a scenario as typed values. Times are seconds, money and volumes are Decimal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from tenants.rebates.engine.plan import Plan

Side = Literal["buy", "sell"]


@dataclass(frozen=True, slots=True)
class Rate:
    base: str
    quote: str
    rate: Decimal
    at: int


@dataclass(frozen=True, slots=True)
class Symbol:
    id: str
    contract_size: Decimal
    pip_size: Decimal
    quote: str
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Payout:
    schedule: str
    delay_days: int
    minimum: Decimal


@dataclass(frozen=True, slots=True)
class Partner:
    id: str
    parent: str | None
    currency: str
    status: str
    rank: int
    ratio: Decimal
    person: str | None
    client_shares: Mapping[str, Decimal]
    payout: Payout


@dataclass(frozen=True, slots=True)
class Stake:
    """A partner's part of a client."""

    partner: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Client:
    id: str
    stakes: tuple[Stake, ...]
    group: str | None
    country: str | None
    person: str | None
    kyc_level: int
    currency: str


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    client: str
    currency: str
    platform: str | None
    group: str | None
    type: str | None
    volume_factor: Decimal
    redirect: str | None
    rebates: bool


@dataclass(frozen=True, slots=True)
class Deal:
    id: str
    account: str
    symbol: str
    side: str
    lots: Decimal
    open_time: int
    close_time: int
    open_price: Decimal
    close_price: Decimal
    spread: Decimal
    markup: Decimal
    commission: Decimal
    profit: Decimal
    revenue: Decimal | None
    equity: Decimal | None
    credit: Decimal
    flags: frozenset[str]
    close_by: str | None


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    at: int


@dataclass(frozen=True, slots=True)
class Cash(Event):
    """A deposit, withdrawal, bonus or fee."""

    type: str
    client: str
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Lead(Event):
    client: str
    phone_verified: bool
    email_verified: bool
    unique: bool


@dataclass(frozen=True, slots=True)
class CopyFee(Event):
    client: str
    manager: str
    amount: Decimal
    currency: str
    account: str | None


@dataclass(frozen=True, slots=True)
class Kyc(Event):
    client: str
    level: int


@dataclass(frozen=True, slots=True)
class Move(Event):
    partner: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Assign(Event):
    client: str
    stakes: tuple[Stake, ...]


@dataclass(frozen=True, slots=True)
class StatusChange(Event):
    partner: str
    status: str


@dataclass(frozen=True, slots=True)
class RankChange(Event):
    partner: str
    rank: int


@dataclass(frozen=True, slots=True)
class PayoutRun(Event):
    pass


@dataclass(frozen=True, slots=True)
class Reverse(Event):
    of: str
    partner: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Expected:
    """Lines that must be there: the given values select them, their sum is `amount`."""

    given: Mapping[str, str | int]
    amount: Decimal
    reason: str | None


@dataclass(frozen=True, slots=True)
class ExpectedTotal:
    party: str
    id: str
    amount: Decimal | None
    paid: Decimal | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """While a partner stands below `parent`, it keeps `share` of what comes to the two, from `since` to before `until`."""

    parent: str
    share: Decimal
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Scenario:
    name: str
    rates: tuple[Rate, ...]
    symbols: Mapping[str, Symbol]
    partners: Mapping[str, Partner]
    clients: Mapping[str, Client]
    accounts: Mapping[str, Account]
    plans: tuple[Plan, ...]
    deals: tuple[Deal, ...]
    """In the order of (close time, id)."""
    events: tuple[Event, ...]
    """In the order of (at, id)."""
    expect: tuple[Expected, ...]
    expect_totals: tuple[ExpectedTotal, ...]
    agreed: Mapping[str, tuple[Agreed, ...]] = field(default_factory=dict)
    """Own shares by partner. No document says them: one that is given away has them among a plan's `fractions`."""
