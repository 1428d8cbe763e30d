"""Q of a deal, by base: the engine's own arithmetic in the engine's own order, without writing down what was read."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tenants.rebates.engine.bases.notional import Notional
from tenants.rebates.engine.bases.revenue import Revenue
from tenants.rebates.engine.bases.turnover import MILLION
from tenants.rebates.engine.document import Account, Deal, Symbol
from tenants.rebates.engine.numbers import ONE, ZERO

from .exchange import Converter


class Measure:
    """The money side of one deal in a plan's currency; conversions are at close time."""

    __slots__ = ("account", "convert", "currency", "deal", "lots", "symbol")

    def __init__(
        self,
        deal: Deal,
        account: Account,
        symbol: Symbol,
        lots: Decimal,
        currency: str,
        converter: Converter,
    ) -> None:
        self.deal, self.account, self.symbol, self.lots = deal, account, symbol, lots
        self.currency, self.convert = currency, converter.convert

    def in_plan(self, amount: Decimal, currency: str) -> Decimal:
        return self.convert(amount, currency, self.currency, self.deal.close_time)

    def of_account(self, amount: Decimal) -> Decimal:
        return self.in_plan(amount, self.account.currency)

    def pip_money(self, pips: Decimal) -> Decimal:
        symbol = self.symbol
        return self.in_plan(pips * symbol.pip_size * symbol.contract_size * self.lots, symbol.quote)

    def prices(self, sides: str) -> list[Decimal]:
        deal = self.deal
        if sides == "open":
            return [deal.open_price]
        return [deal.close_price] if sides == "close" else [deal.open_price, deal.close_price]

    def revenue(self) -> Decimal:
        deal = self.deal
        if deal.revenue is not None:
            return self.of_account(deal.revenue)
        return (self.pip_money(deal.markup) if deal.markup else ZERO) + self.of_account(deal.commission)


def per_lot(base: Any, measure: Measure) -> Decimal:
    return measure.lots


def per_side(base: Any, measure: Measure) -> Decimal:
    return measure.lots * (2 if base.sides == "both" else 1)


def pips(base: Any, measure: Measure) -> Decimal:
    return measure.pip_money(ONE)


def spread(base: Any, measure: Measure) -> Decimal:
    average = base.average_spread.get(measure.deal.symbol)
    told = measure.deal.spread
    return measure.pip_money(told if average is None else min(told, average))


def markup(base: Any, measure: Measure) -> Decimal:
    return measure.pip_money(measure.deal.markup)


def commission(base: Any, measure: Measure) -> Decimal:
    return measure.of_account(measure.deal.commission)


def turnover(base: Any, measure: Measure) -> Decimal:
    units = measure.lots * measure.symbol.contract_size
    return measure.in_plan(units * sum(measure.prices(base.sides), ZERO), measure.symbol.quote) / MILLION


def notional(base: Any, measure: Measure) -> Decimal:
    return sum((_side(base, measure, price) for price in measure.prices(base.sides)), ZERO)


def _side(base: Notional, measure: Measure, price: Decimal) -> Decimal:
    units = measure.lots * measure.symbol.contract_size
    amount = units * base.per_unit + base.ticket
    if base.percent:
        amount += measure.in_plan(units * price, measure.symbol.quote) * base.percent
    if base.least is not None:
        amount = max(amount, base.least)
    return amount if base.most is None else min(amount, base.most)


def profit(base: Any, measure: Measure) -> Decimal:
    return measure.of_account(max(measure.deal.profit, ZERO))


def revenue(base: Revenue, measure: Measure) -> Decimal:
    return measure.revenue() * (ONE - base.costs)


QUANTITIES: dict[str, Callable[[Any, Measure], Decimal]] = {
    "per_lot": per_lot,
    "per_side": per_side,
    "pips": pips,
    "spread": spread,
    "markup": markup,
    "commission": commission,
    "turnover": turnover,
    "notional": notional,
    "profit": profit,
    "revenue": revenue,
}
