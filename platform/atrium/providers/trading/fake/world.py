"""The memory behind the fake: accounts and deals, and the list of nasty things to do next."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from atrium.providers.trading.contract import (
    AccountSpec,
    Action,
    Deal,
    Entry,
    GroupInfo,
    Position,
    SymbolInfo,
)

ZERO = Decimal(0)


class Spite(StrEnum):
    """What the next changing request meets with."""

    LOSE_REQUEST = "lose_request"  # the caller learns nothing, and nothing was done
    LOSE_ANSWER = "lose_answer"  # the caller learns nothing, but it was done
    REFUSE = "refuse"
    TOO_FREQUENT = "too_frequent"


@dataclass
class Account:
    login: int
    spec: AccountSpec
    group: str
    leverage: int
    password: str
    investor_password: str
    enabled: bool = True
    trading: bool = True
    balance: Decimal = ZERO
    credit: Decimal = ZERO


@dataclass
class World:
    groups: dict[str, GroupInfo] = field(default_factory=dict)
    symbols: dict[str, SymbolInfo] = field(default_factory=dict)
    accounts: dict[int, Account] = field(default_factory=dict)
    deals: dict[int, Deal] = field(default_factory=dict)
    positions: dict[int, Position] = field(default_factory=dict)
    spites: deque[Spite] = field(default_factory=deque)
    unreachable: bool = False
    clock: datetime | None = None
    next_login: int = 100_001
    next_ticket: int = 1

    def now(self) -> datetime:
        return self.clock or datetime.now(UTC)

    def ticket(self) -> int:
        self.next_ticket += 1
        return self.next_ticket - 1

    def money_deal(self, login: int, action: Action, amount: Decimal, comment: str) -> Deal:
        deal = Deal(
            ticket=self.ticket(),
            login=login,
            action=action,
            entry=Entry.NONE,
            symbol="",
            lots=ZERO,
            closed_lots=ZERO,
            price=ZERO,
            position_price=ZERO,
            position_id=0,
            profit=amount,
            commission=ZERO,
            swap=ZERO,
            fee=ZERO,
            contract_size=ZERO,
            time=self.now(),
            reason="dealer",
            comment=comment,
            digest="",
        )
        return self.keep(deal)

    def keep(self, deal: Deal) -> Deal:
        """Stores the deal as it now is, under a digest of its content."""
        plain = replace(deal, digest="")
        kept = replace(deal, digest=hashlib.sha256(repr(plain).encode()).hexdigest())
        self.deals[deal.ticket] = kept
        return kept


_worlds: dict[str, World] = {}


def world(name: str) -> World:
    """The world of that name, made with a little of everything when it is first asked for."""
    if name not in _worlds:
        _worlds[name] = _new_world()
    return _worlds[name]


def forget(name: str) -> None:
    _worlds.pop(name, None)


def _new_world() -> World:
    groups = [
        GroupInfo("demo\\usd", "USD", 2),
        GroupInfo("real\\usd", "USD", 2),
        GroupInfo("real\\eur", "EUR", 2),
    ]
    eurusd = SymbolInfo("EURUSD", "Forex\\EURUSD", "Euro vs US Dollar", "EUR", "USD", 5, Decimal(100_000))
    return World(groups={group.name: group for group in groups}, symbols={"EURUSD": eurusd})
