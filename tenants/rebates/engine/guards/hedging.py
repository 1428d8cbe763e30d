"""Hedged volume is paid once: a deal is matched with earlier deals of the other side whose holding times overlap."""

from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal

from tenants.rebates.engine.document import Deal
from tenants.rebates.engine.guards.guard import Trial
from tenants.rebates.engine.numbers import plain
from tenants.rebates.engine.trace import Json

OPPOSITE = {"buy": "sell", "sell": "buy"}


@dataclass(slots=True)
class Book:
    """What one side of one client and symbol still has open, in the order of (close time, id)."""

    closes: list[int] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)
    left: list[Decimal] = field(default_factory=list)
    first_open: int = 0
    """Everything before this place is used up; without it a long hedge would be searched from its beginning each time."""

    def add(self, deal: Deal, lots: Decimal) -> None:
        if not lots:
            return
        self.closes.append(deal.close_time)
        self.deals.append(deal)
        self.left.append(lots)

    def match(self, deal: Deal, lots: Decimal) -> tuple[Decimal, list[Json]]:
        """What the deal has left after it was matched here, and with what it was."""
        matched: list[Json] = []
        # Only those that closed after this one opened can overlap it.
        start = max(self.first_open, bisect_right(self.closes, deal.open_time))
        for i in range(start, len(self.deals)):
            taken = min(lots, self.left[i])
            if not taken or not self.deals[i].open_time < deal.close_time:
                continue
            self.left[i] -= taken
            lots -= taken
            matched.append({"deal": self.deals[i].id, "lots": plain(taken)})
            if not lots:
                break
        self._skip_used()
        return lots, matched

    def _skip_used(self) -> None:
        while self.first_open < len(self.left) and not self.left[self.first_open]:
            self.first_open += 1


class Hedging:
    """Holds the books of one plan; deals must come in the order of (close time, id)."""

    def __init__(self) -> None:
        self._books: dict[tuple[str, str, str], Book] = {}

    def __call__(self, trial: Trial) -> None:
        deal, client = trial.source.the_deal, trial.source.the_client.id
        lots = trial.world.lots(deal)
        pins = trial.world.pins
        if pins is not None and pins.hedge is not None and pins.plan == trial.plan.id:
            self._reduce(trial, lots, *pins.hedge)
            return
        left, matched = self._book(client, deal, OPPOSITE[deal.side]).match(deal, lots * trial.fraction)
        self._book(client, deal, deal.side).add(deal, left)
        self._reduce(trial, lots, left, matched)

    def _reduce(self, trial: Trial, lots: Decimal, left: Decimal, matched: list[Json]) -> None:
        if matched:
            read: Json = {"lots": plain(lots), "matched": matched, "left": plain(left)}
            trial.reduce("hedged", left / lots, read)

    def _book(self, client: str, deal: Deal, side: str) -> Book:
        return self._books.setdefault((client, deal.symbol, side), Book())
