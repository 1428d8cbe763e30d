"""Q = 1 once per client, when its first deposit and its trading meet the conditions; the rate is money."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from tenants.rebates.engine.bases.base import Base
from tenants.rebates.engine.document import Cash
from tenants.rebates.engine.facts.quantity import Quantity
from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ONE, ZERO, plain
from tenants.rebates.engine.parse.kinds import DECIMAL, WHOLE
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.times import DAY, format_time
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


@dataclass(frozen=True, slots=True)
class Cpa(Base):
    type = "cpa"
    source = "deposit"
    min_first_deposit: Decimal
    min_lots: Decimal
    within_days: int | None

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls(
            row.get("min_first_deposit", DECIMAL, ZERO),
            row.get("min_lots", DECIMAL, ZERO),
            row.maybe("within_days", WHOLE),
        )

    def quantity(self, source: Source, world: "World", currency: str) -> Quantity:
        deposit = source.event
        assert isinstance(deposit, Cash)
        # Without a least deposit nothing is compared, and no rate is needed.
        target = currency if self.min_first_deposit > 0 else deposit.currency
        money = world.exchange.convert(deposit.amount, deposit.currency, target, deposit.at)
        lots, reached = self._lots(source, world)
        read: Json = {
            "first_deposit": plain(money.result),
            "min_first_deposit": plain(self.min_first_deposit),
            "lots": plain(lots),
            "min_lots": plain(self.min_lots),
            "within_days": self.within_days,
            "met": None if reached is None else format_time(reached),
        }
        if money.path:
            read["conversions"] = [money.trace()]
        if reached is None or money.result < self.min_first_deposit:
            return Quantity(ZERO, read, "conditions_not_met")
        return Quantity(ONE, read, line_time=reached)

    def _lots(self, source: Source, world: "World") -> tuple[Decimal, int | None]:
        """The lots up to the close that reaches `min_lots`, and the time of that close."""
        start, lots = source.fact_time, ZERO
        if self.min_lots <= 0:
            return lots, start
        end = None if self.within_days is None else start + self.within_days * DAY
        for deal in world.deals_of(source.the_client.id):
            if deal.close_time < start or (end is not None and deal.close_time >= end):
                continue
            lots += world.lots(deal)
            if lots >= self.min_lots:
                return lots, deal.close_time
        return lots, None
