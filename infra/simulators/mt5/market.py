"""Prices: a seeded random walk for each symbol, and the rates between currencies that follow from them."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from infra.simulators.mt5.catalogue import SYMBOLS, Symbol

# currency → the symbol that prices it in US dollars, and whether the dollar stands first in it
_IN_DOLLARS = {
    "EUR": ("EURUSD", False),
    "GBP": ("GBPUSD", False),
    "JPY": ("USDJPY", True),
    "CHF": ("USDCHF", True),
}


class Market:
    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._middle = {name: symbol.first_price for name, symbol in SYMBOLS.items()}

    def step(self) -> None:
        for name, symbol in SYMBOLS.items():
            drift = Decimal(str(round(self._rng.gauss(0, 1), 6))) * symbol.step
            # A gentle pull home keeps prices believable however long the server runs.
            home = (symbol.first_price / self._middle[name] - 1) / 2000
            self._middle[name] = (self._middle[name] * (1 + drift + home)).quantize(symbol.point / 100)

    def bid(self, symbol: Symbol) -> Decimal:
        return symbol.round(self._middle[symbol.name] - symbol.point * symbol.spread_points / 2)

    def ask(self, symbol: Symbol) -> Decimal:
        return symbol.round(self._middle[symbol.name] + symbol.point * symbol.spread_points / 2)

    def price(self, symbol: Symbol, action: int) -> Decimal:
        """What somebody pays (action 0, buy) or gets (1, sell) now."""
        return self.bid(symbol) if action else self.ask(symbol)

    def rate(self, source: str, target: str) -> Decimal:
        if source == target:
            return Decimal(1)
        return (self._dollars(source) / self._dollars(target)).quantize(Decimal("0.00000001"))

    def _dollars(self, currency: str) -> Decimal:
        if currency == "USD":
            return Decimal(1)
        name, inverted = _IN_DOLLARS[currency]
        return 1 / self._middle[name] if inverted else self._middle[name]
