"""Which rate holds between two currencies, and what a day's reference prices say of each pair. Values in, values out.

The rule is that of the rebate specification, section 3.1: the direct rate; else the inverse of the other direction; else
over USD, each half direct or inverse.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Context, Decimal
from typing import Final

from atrium.kernel.money import Money, minor_units
from atrium.providers.fx.contract import Fixing

HUB: Final = "USD"
DIGITS: Final = Context(prec=34)
_STORED: Final = Decimal("1e-12")
_OFFERED: Final = Decimal("1e-18")  # a unit of a weak currency is very little of a strong one
# A pair is always told in one direction, the market's: of two directions the one not told lately would be a stale truth.
_BEFORE_USD: Final = ("EUR", "GBP", "AUD", "NZD")

Rates = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Conversion:
    """`path` says which rates made it, for whoever asks: ("EUR/USD 1.25", "inverse of USD/JPY 160")."""

    rate: Decimal
    path: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...] = field(default=(), compare=False)


def pairs_over(source: str, target: str) -> list[tuple[str, str]]:
    """Every pair that may be needed, both directions."""
    legs = [(source, target), (source, HUB), (HUB, target)]
    return [pair for one, other in legs if one != other for pair in ((one, other), (other, one))]


def conversion(source: str, target: str, rates: Rates) -> Conversion | None:
    """None where no path of rates leads from one to the other."""
    if source == target:
        return Conversion(Decimal(1), ())
    leg = _leg(source, target, rates)
    if leg is not None:
        return leg
    first, second = _leg(source, HUB, rates), _leg(HUB, target, rates)
    if first is None or second is None:
        return None
    rate = DIGITS.multiply(first.rate, second.rate)
    return Conversion(rate, first.path + second.path, first.pairs + second.pairs)


def _leg(source: str, target: str, rates: Rates) -> Conversion | None:
    if (source, target) in rates:
        rate = rates[source, target]
        return Conversion(rate, (f"{source}/{target} {rate.normalize():f}",), ((source, target),))
    if (target, source) in rates:
        rate = rates[target, source]
        return Conversion(
            DIGITS.divide(Decimal(1), rate),
            (f"inverse of {target}/{source} {rate.normalize():f}",),
            ((target, source),),
        )
    return None


Markups = Mapping[tuple[str, str], Decimal]


def markup(source: str, target: str, markups: Markups) -> Decimal:
    """The nearest of the broker's mark-ups in per cent: of the pair, of the one sold, of the one bought, of any."""
    for pair in ((source, target), (source, ""), ("", target), ("", "")):
        if pair in markups:
            return markups[pair]
    return Decimal(0)


def client_rate(reference: Decimal, percent: Decimal) -> Decimal:
    """What the client gets for one: the reference rate less the mark-up, cut to what can be kept."""
    kept = DIGITS.divide(Decimal(100) - percent, Decimal(100))
    return DIGITS.multiply(reference, kept).quantize(_OFFERED, rounding=ROUND_DOWN, context=DIGITS)


def bought(money: Money, currency: str, rate: Decimal) -> Money:
    """Rounded down: half a minor unit given away on every exchange is earned by whoever exchanges often enough."""
    exact = DIGITS.multiply(money.decimal, rate)
    unit = Decimal(1).scaleb(-minor_units(currency))
    return Money.of(exact.quantize(unit, rounding=ROUND_DOWN, context=DIGITS), currency)


def pairs_of(fixing: Fixing) -> Iterator[tuple[str, str, Decimal]]:
    """(base, quote, rate) of each currency of the day against USD, to twelve decimals. Without USD a day says nothing."""
    prices = {fixing.base: Decimal(1), **fixing.prices}
    hub = prices.pop(HUB, None)
    if hub is None:
        return
    for currency, price in sorted(prices.items()):
        if currency in _BEFORE_USD:
            yield currency, HUB, _stored(DIGITS.divide(hub, price))
        else:
            yield HUB, currency, _stored(DIGITS.divide(price, hub))


def _stored(rate: Decimal) -> Decimal:
    return rate.quantize(_STORED, context=DIGITS)
