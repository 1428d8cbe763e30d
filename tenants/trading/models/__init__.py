"""The tables of trading, one file a subject."""

from .accounts import Opening, TradingAccount
from .balance import BalanceOperation
from .deals import Deal, DealChange, PositionOpen
from .servers import Product, Server, Symbol

__all__ = [
    "BalanceOperation",
    "Deal",
    "DealChange",
    "Opening",
    "PositionOpen",
    "Product",
    "Server",
    "Symbol",
    "TradingAccount",
]
