"""Q = a commission schedule on each side: per unit, per cent and per ticket, within a least and a most."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tenants.rebates.engine.bases.base import DealBase
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.parse.kinds import DECIMAL, SIDES
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader


@dataclass(frozen=True, slots=True)
class Notional(DealBase):
    type = "notional"
    sides: str
    per_unit: Decimal
    percent: Decimal
    ticket: Decimal
    least: Decimal | None
    most: Decimal | None

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        least, most = row.maybe("min", DECIMAL), row.maybe("max", DECIMAL)
        if row.ok("min", "max") and least is not None and most is not None and most < least:
            row.fail("max", "is below min")
        return cls(
            row.get("sides", SIDES, "open"),
            row.get("per_unit", DECIMAL, ZERO),
            row.get("percent", DECIMAL, ZERO),
            row.get("ticket", DECIMAL, ZERO),
            least,
            most,
        )

    def of_deal(self, measure: Measure) -> Decimal:
        prices = measure.prices(self.sides)
        measure.note(sides=self.sides, per_unit=self.per_unit, percent=self.percent, ticket=self.ticket)
        measure.inputs["prices"] = [plain(price) for price in prices]
        measure.inputs["min"] = None if self.least is None else plain(self.least)
        measure.inputs["max"] = None if self.most is None else plain(self.most)
        return sum((self._side(measure, price) for price in prices), ZERO)

    def _side(self, measure: Measure, price: Decimal) -> Decimal:
        units = measure.units()
        amount = units * self.per_unit + self.ticket
        if self.percent:
            amount += measure.in_plan(units * price, measure.symbol.quote) * self.percent
        if self.least is not None:
            amount = max(amount, self.least)
        return amount if self.most is None else min(amount, self.most)
