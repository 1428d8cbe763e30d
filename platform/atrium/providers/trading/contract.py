"""What Atrium asks of a trading platform. Vendor words and vendor units end at the adapter.

Every verb either does what it says or raises one of the three ends of `atrium.providers.errors`. A verb that changes
something raises OutcomeUnknown when the answer is lost; `find_account` and `find_balance_operations` are how the
caller then learns what happened. No adapter ever repeats a changing request by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


class Action(StrEnum):
    BUY = "buy"
    SELL = "sell"
    BALANCE = "balance"
    CREDIT = "credit"
    CHARGE = "charge"
    CORRECTION = "correction"
    BONUS = "bonus"
    COMMISSION = "commission"
    INTEREST = "interest"
    DIVIDEND = "dividend"
    TAX = "tax"
    BUY_CANCELLED = "buy_cancelled"
    SELL_CANCELLED = "sell_cancelled"
    STOP_OUT_COMPENSATION = "stop_out_compensation"
    OTHER = "other"


class Entry(StrEnum):
    """What a deal did to its position. Deals that belong to no position have NONE."""

    IN = "in"
    OUT = "out"
    IN_OUT = "in_out"  # closed the position and opened the opposite one
    OUT_BY = "out_by"  # closed against an opposite position
    NONE = "none"


class Online(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # the platform cannot tell; never shown as offline


TRADES = frozenset({Action.BUY, Action.SELL})
CLOSES = frozenset({Entry.OUT, Entry.IN_OUT, Entry.OUT_BY})


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal as the server keeps it. Money is in the account's currency, prices in the symbol's quote."""

    ticket: int
    login: int
    action: Action
    entry: Entry
    symbol: str
    lots: Decimal
    closed_lots: Decimal  # 0 for an opening; less than `lots` when a reversal also opened
    price: Decimal
    position_price: Decimal  # the opening price of the position that was closed; 0 if nothing was
    position_id: int
    profit: Decimal
    commission: Decimal
    swap: Decimal
    fee: Decimal
    contract_size: Decimal
    time: datetime
    reason: str
    comment: str
    digest: str  # changes when the server changes anything about the deal afterwards


@dataclass(frozen=True, slots=True)
class Position:
    position_id: int
    login: int
    action: Action
    symbol: str
    lots: Decimal
    open_price: Decimal
    current_price: Decimal
    profit: Decimal
    swap: Decimal
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class AccountSpec:
    """A trading account to open. `reference` is ours, stored with the account, and finds it again."""

    reference: str
    group: str
    name: str
    leverage: int
    password: str
    investor_password: str
    email: str = ""
    phone: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class AccountState:
    login: int
    group: str
    name: str
    leverage: int
    enabled: bool
    trading_enabled: bool
    reference: str
    balance: Decimal
    credit: Decimal
    equity: Decimal
    margin: Decimal
    free_margin: Decimal


@dataclass(frozen=True, slots=True)
class AccountMoney:
    """What an account is worth this moment, in its own currency."""

    login: int
    balance: Decimal
    credit: Decimal
    equity: Decimal
    margin: Decimal
    free_margin: Decimal


@dataclass(frozen=True, slots=True)
class GroupInfo:
    name: str
    currency: str
    currency_digits: int


@dataclass(frozen=True, slots=True)
class SymbolInfo:
    symbol: str
    path: str
    description: str
    base: str
    quote: str
    digits: int
    contract_size: Decimal


@dataclass(frozen=True, slots=True)
class DealPage:
    """Deals in the order of time and ticket. Keep `cursor` only after the deals are safely stored."""

    deals: tuple[Deal, ...]
    cursor: str


class BalanceKind(StrEnum):
    BALANCE = "balance"
    CREDIT = "credit"
    CHARGE = "charge"
    CORRECTION = "correction"
    BONUS = "bonus"


class TradingAdapter(Protocol):
    """One broker's access to one trading server. Safe to share between threads; `close` says goodbye."""

    def ping(self) -> None: ...

    def server_time(self) -> datetime: ...

    def groups(self) -> Sequence[GroupInfo]: ...

    def symbols(self) -> Sequence[SymbolInfo]: ...

    def create_account(self, spec: AccountSpec) -> int:
        """The new login."""
        ...

    def find_account(self, reference: str) -> int | None:
        """The login that `create_account` gave to this reference, if it got that far."""
        ...

    def account(self, login: int) -> AccountState: ...

    def money(self, logins: Sequence[int]) -> Sequence[AccountMoney]:
        """Of many accounts in few questions; a login that the server does not know is left out."""
        ...

    def set_group(self, login: int, group: str) -> None: ...

    def set_leverage(self, login: int, leverage: int) -> None: ...

    def set_rights(self, login: int, *, enabled: bool, trading: bool) -> None: ...

    def set_password(self, login: int, password: str, *, investor: bool = False) -> None: ...

    def check_password(self, login: int, password: str, *, investor: bool = False) -> bool: ...

    def balance_operation(self, *, login: int, kind: BalanceKind, amount: Decimal, reference: str) -> int:
        """The ticket of the deal it made; negative amounts withdraw.

        Raises NeverAgain when refused, TryAgain when certainly nothing happened, OutcomeUnknown otherwise.
        """
        ...

    def find_balance_operations(self, *, login: int, reference: str, since: datetime) -> Sequence[Deal]:
        """All deals since then that carry this reference. Raises, rather than leaves out, when in doubt."""
        ...

    def positions(self, login: int) -> Sequence[Position]: ...

    def deals(self, cursor: str, *, overlap_seconds: int) -> DealPage:
        """Deals of all accounts this connection sees, from `overlap_seconds` before the cursor until now.

        An empty cursor starts at the beginning of the server's history.
        """
        ...

    def deals_of(self, login: int, *, since: datetime, until: datetime) -> Sequence[Deal]: ...

    def online(self, login: int) -> Online: ...

    def close(self) -> None: ...
