"""The tables of trading, one file a subject."""

from .accounts import Opening, TradingAccount
from .balance import BalanceOperation
from .deals import Deal, DealChange, PositionOpen
from .equity import BalanceRule, BalanceSignal, DailyEquity
from .servers import Product, Server, Symbol

__all__ = [
    "BalanceOperation",
    "BalanceRule",
    "BalanceSignal",
    "DailyEquity",
    "Deal",
    "DealChange",
    "Opening",
    "PositionOpen",
    "Product",
    "Server",
    "Symbol",
    "TradingAccount",
]
