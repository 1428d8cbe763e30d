"""What trading's verbs answer."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from atrium.providers.trading.contract import Position

from .models import TradingAccount


@dataclass(frozen=True, slots=True)
class Opened:
    """`password` is given to the first who asks and to nobody after; it is kept nowhere in plain."""

    account: TradingAccount
    password: str

    def __repr__(self) -> str:
        return f"Opened(account={self.account.login})"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was new in a batch of deals. `batch_id` is None when nothing was."""

    batch_id: uuid.UUID | None = None
    new: int = 0
    changed: int = 0
    unmatched: int = 0


@dataclass(frozen=True, slots=True)
class LiveState:
    """An account as its server shows it this moment, in the account's currency."""

    balance: Decimal
    credit: Decimal
    equity: Decimal
    margin: Decimal
    free_margin: Decimal


@dataclass(frozen=True, slots=True)
class Worth:
    """What a client's live accounts are worth this moment, together."""

    currency: str
    balance: Decimal
    equity: Decimal
    margin: Decimal
    positions: tuple[Position, ...]

    @property
    def lots(self) -> Decimal:
        return sum((position.lots for position in self.positions), Decimal(0))

    @property
    def floating(self) -> Decimal:
        return sum((position.profit for position in self.positions), Decimal(0))
