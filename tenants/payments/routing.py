"""Which way a payment takes: who is offered what, through whom it goes, what it costs. Values in, values out."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Final

from atrium.kernel.money import Money, minor_units, round_half_even

IN: Final = "in"
OUT: Final = "out"


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays. Without an amount nothing is decided by it."""

    country: str
    currency: str
    group: str
    amount: Decimal | None = None
    direction: str = IN


@dataclass(frozen=True, slots=True)
class Fee:
    fixed: Decimal = Decimal(0)
    percent: Decimal = Decimal(0)
    client_pays: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the table. Empty conditions mean any. `serves` are the currencies that its target can take, empty: any;
    `stands` says why the target can take nothing at all just now, or nothing."""

    id: uuid.UUID
    method_id: uuid.UUID
    target: uuid.UUID | None
    priority: int = 10
    direction: str = IN
    countries: frozenset[str] = frozenset()
    currencies: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    active: bool = True
    serves: frozenset[str] = frozenset()
    stands: str = ""


def open_ways(ways: Iterable[Way], payer: Payer, *, tried: Iterable[uuid.UUID] = ()) -> list[Way]:
    """Those this payer may take, the first to be asked first; each target once, and none that has declined already."""
    seen = {target for target in tried if target is not None}
    found = []
    for way in sorted(ways, key=lambda way: (way.priority, way.id)):
        if way.target in seen or not suits(way, payer):
            continue
        if way.target is not None:
            seen.add(way.target)
        found.append(way)
    return found


def suits(way: Way, payer: Payer) -> bool:
    return is_open(way, payer.direction) and _who(way, payer) and _amount(way, payer.amount)


def is_open(way: Way, direction: str = IN) -> bool:
    return way.active and not way.stands and way.direction == direction


def _who(way: Way, payer: Payer) -> bool:
    return (
        _in(payer.country, way.countries)
        and _in(payer.group, way.groups)
        and _in(payer.currency, way.currencies)
        and _in(payer.currency, way.serves)
    )


def _in(value: str, allowed: frozenset[str]) -> bool:
    return not allowed or value in allowed


def _amount(way: Way, amount: Decimal | None) -> bool:
    if amount is None:
        return True
    return (way.amount_from is None or amount >= way.amount_from) and (
        way.amount_to is None or amount <= way.amount_to
    )


def range_of(ways: Sequence[Way], payer: Payer) -> tuple[Decimal | None, Decimal | None]:
    """The smallest and largest amount that some way takes of this payer; none: no end."""
    mine = [way for way in ways if is_open(way, payer.direction) and _who(way, payer)]
    lows, highs = [way.amount_from for way in mine], [way.amount_to for way in mine]
    low = None if None in lows or not lows else min(low for low in lows if low is not None)
    high = None if None in highs or not highs else max(high for high in highs if high is not None)
    return low, high


def narrower(low: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The greater of two lower ends."""
    given = [one for one in (low, other) if one is not None]
    return max(given) if given else None


def lower(high: Decimal | None, other: Decimal | None) -> Decimal | None:
    """The lesser of two upper ends."""
    given = [one for one in (high, other) if one is not None]
    return min(given) if given else None


def fee_of(money: Money, fee: Fee) -> Money:
    """What the client bears, rounded up to a whole minor unit and never more than the money itself."""
    if not fee.client_pays:
        return Money(0, money.currency)
    raw = fee.fixed + money.decimal * fee.percent / 100
    minor = raw.scaleb(minor_units(money.currency)).to_integral_value(ROUND_UP)
    return Money(min(int(minor), money.amount_minor), money.currency)


def at_least(amount: Decimal | None, currency: str) -> Money | None:
    return None if amount is None else round_half_even(amount, currency)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the table that does not do what it seems to do, in words. `way` is none for a gap."""

    way: uuid.UUID | None
    text: str


def faults(ways: Sequence[Way], currencies: Iterable[str], low: Decimal, high: Decimal) -> list[Fault]:
    """Rows that are never taken, then amounts of the house's currencies that no row takes."""
    return [
        *_never_taken(ways),
        *(gap for currency in currencies for gap in _gaps(ways, currency, low, high)),
    ]


def _never_taken(ways: Sequence[Way]) -> list[Fault]:
    ordered = sorted((way for way in ways if way.active), key=lambda way: (way.priority, way.id))
    found = []
    for place, way in enumerate(ordered):
        if way.stands:
            found.append(Fault(way.id, way.stands))
        elif way.currencies and way.serves and not way.currencies & way.serves:
            names = ", ".join(sorted(way.currencies))
            found.append(Fault(way.id, f"Never taken: this provider does not take {names}."))
        elif any(_covers(earlier, way) for earlier in ordered[:place]):
            found.append(Fault(way.id, "Never taken: a row above it sends the same payments the same way."))
    return found


def _covers(above: Way, way: Way) -> bool:
    """Whether everything that `way` takes was offered to the same target by the row above already."""
    same = (above.method_id, above.target, above.direction) == (way.method_id, way.target, way.direction)
    return (
        same
        and not above.stands
        and _wider(above.countries, way.countries)
        and _wider(above.groups, way.groups)
        and _wider(above.currencies, way.currencies)
        and (
            above.amount_from is None
            or (way.amount_from is not None and above.amount_from <= way.amount_from)
        )
        and (above.amount_to is None or (way.amount_to is not None and above.amount_to >= way.amount_to))
    )


def _wider(above: frozenset[str], below: frozenset[str]) -> bool:
    return not above or (bool(below) and below <= above)


def _gaps(ways: Sequence[Way], currency: str, low: Decimal, high: Decimal) -> list[Fault]:
    """What somebody of any country and group may pay. Rows for some countries or groups only fill no gap of the others."""
    takes = [
        way
        for way in ways
        if is_open(way)
        and not way.countries
        and not way.groups
        and _in(currency, way.currencies)
        and _in(currency, way.serves)
    ]
    if not takes:
        return [
            Fault(None, f"Nobody can deposit {currency} unless a row for their country or group takes it.")
        ]
    edges = sorted((way.amount_from or Decimal(0), way.amount_to) for way in takes)
    at, found = low, []
    for start, end in edges:
        if start > at:
            found.append(
                Fault(None, f"Deposits from {_plain(at)} to below {_plain(start)} {currency} have no way.")
            )
        if end is None or end >= high:
            return found
        at = max(at, end)
    return [*found, Fault(None, f"Deposits above {_plain(at)} {currency} have no way.")]


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
