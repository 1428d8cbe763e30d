"""The money side of one deal in a plan's currency, and the list of what was read for it."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.document import Deal
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


class Measure:
    """Conversions are at close time; each one used is written down in `inputs`."""

    def __init__(self, world: "World", deal: Deal, currency: str) -> None:
        self.deal = deal
        self.symbol = world.symbol(deal)
        self.account = world.account(deal)
        self.lots = world.lots(deal)
        self.inputs: Json = {}
        self._exchange = world.exchange
        self._currency = currency
        self._conversions: list[Json] = []

    def note(self, **read: Decimal | str) -> None:
        for name, value in read.items():
            self.inputs[name] = plain(value) if isinstance(value, Decimal) else value

    def in_plan(self, amount: Decimal, currency: str) -> Decimal:
        conversion = self._exchange.convert(amount, currency, self._currency, self.deal.close_time)
        if conversion.path:
            self._conversions.append(conversion.trace())
            self.inputs["conversions"] = self._conversions
        return conversion.result

    def of_account(self, amount: Decimal) -> Decimal:
        return self.in_plan(amount, self.account.currency)

    def pip_money(self, pips: Decimal) -> Decimal:
        symbol = self.symbol
        self.note(pips=pips, pip_size=symbol.pip_size, contract_size=symbol.contract_size, lots=self.lots)
        return self.in_plan(pips * symbol.pip_size * symbol.contract_size * self.lots, symbol.quote)

    def prices(self, sides: str) -> list[Decimal]:
        deal = self.deal
        return {
            "open": [deal.open_price],
            "close": [deal.close_price],
            "both": [deal.open_price, deal.close_price],
        }[sides]

    def units(self) -> Decimal:
        self.note(lots=self.lots, contract_size=self.symbol.contract_size)
        return self.lots * self.symbol.contract_size

    def revenue(self) -> Decimal:
        """Of the broker: as given, else the markup and the commission."""
        deal = self.deal
        if deal.revenue is not None:
            self.note(revenue=deal.revenue)
            return self.of_account(deal.revenue)
        self.note(markup=deal.markup, commission=deal.commission)
        return (self.pip_money(deal.markup) if deal.markup else ZERO) + self.of_account(deal.commission)
