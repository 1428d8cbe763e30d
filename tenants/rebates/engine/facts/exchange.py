"""Conversion between currencies at a moment: direct, inverse, else through USD."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tenants.rebates.engine.document import Rate
from tenants.rebates.engine.faults import BadDocument, Fault
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.times import format_time
from tenants.rebates.engine.trace import Json

BRIDGE = "USD"


@dataclass(frozen=True, slots=True)
class Hop:
    base: str
    quote: str
    rate: Decimal
    inverse: bool

    def apply(self, amount: Decimal) -> Decimal:
        return amount / self.rate if self.inverse else amount * self.rate

    def trace(self) -> Json:
        use = "inverse" if self.inverse else "direct"
        return {"base": self.base, "quote": self.quote, "rate": plain(self.rate), "use": use}


@dataclass(frozen=True, slots=True)
class Conversion:
    amount: Decimal
    source: str
    target: str
    time: int
    path: tuple[Hop, ...]
    result: Decimal

    def trace(self) -> Json:
        return {
            "amount": plain(self.amount),
            "from": self.source,
            "to": self.target,
            "time": format_time(self.time),
            "path": [hop.trace() for hop in self.path],
        }


class Exchange:
    def __init__(self, rates: Iterable[Rate]) -> None:
        self._pairs: dict[tuple[str, str], tuple[list[int], list[Decimal]]] = {}
        for rate in sorted(rates, key=lambda rate: rate.at):
            times, values = self._pairs.setdefault((rate.base, rate.quote), ([], []))
            times.append(rate.at)
            values.append(rate.rate)

    def convert(self, amount: Decimal, source: str, target: str, time: int) -> Conversion:
        """Raises BadDocument if there is no path of rates at that time."""
        path = () if source == target or not amount else self.path(source, target, time)
        result = amount
        for hop in path:
            result = hop.apply(result)
        return Conversion(amount, source, target, time, path, result)

    def path(self, source: str, target: str, time: int) -> tuple[Hop, ...]:
        hop = self._hop(source, target, time)
        if hop:
            return (hop,)
        first, second = self._hop(source, BRIDGE, time), self._hop(BRIDGE, target, time)
        if first and second:
            return (first, second)
        message = f"there is no rate from {source} to {target} at {format_time(time)}"
        raise BadDocument((Fault("rates", message),))

    def _hop(self, source: str, target: str, time: int) -> Hop | None:
        direct = self._rate(source, target, time)
        if direct is not None:
            return Hop(source, target, direct, inverse=False)
        inverse = self._rate(target, source, time)
        return None if inverse is None else Hop(target, source, inverse, inverse=True)

    def _rate(self, base: str, quote: str, time: int) -> Decimal | None:
        times, values = self._pairs.get((base, quote), ([], []))
        i = bisect_right(times, time)
        return values[i - 1] if i else None
