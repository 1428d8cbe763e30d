"""Conversion as the engine does it, the path of rates found once for each pair and stretch of time in which no rate changes."""

from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal

from tenants.rebates.engine.document import Rate
from tenants.rebates.engine.facts.exchange import Exchange
from tenants.rebates.engine.faults import BadDocument

Path = tuple[tuple[Decimal, bool], ...]


class NoRate(Exception):
    """There is no path of rates between two currencies at that time."""

    def __init__(self, source: str, target: str) -> None:
        super().__init__(f"{source} to {target}")
        self.source, self.target = source, target


class Converter:
    def __init__(self, rates: Iterable[Rate], exchange: Exchange) -> None:
        self._exchange = exchange
        self._moments = sorted({rate.at for rate in rates})
        self._paths: dict[tuple[str, str, int], Path] = {}

    def convert(self, amount: Decimal, source: str, target: str, time: int) -> Decimal:
        """Raises NoRate."""
        if source == target or not amount:
            return amount
        for rate, inverse in self._path(source, target, time):
            amount = amount / rate if inverse else amount * rate
        return amount

    def _path(self, source: str, target: str, time: int) -> Path:
        key = (source, target, bisect_right(self._moments, time))
        path = self._paths.get(key)
        if path is None:
            try:
                hops = self._exchange.path(source, target, time)
            except BadDocument:
                raise NoRate(source, target) from None
            path = self._paths[key] = tuple((hop.rate, hop.inverse) for hop in hops)
        return path
