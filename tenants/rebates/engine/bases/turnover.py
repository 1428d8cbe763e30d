"""Q = turnover in millions; the rate is money per million."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tenants.rebates.engine.bases.base import DealBase
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.parse.kinds import SIDES
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Turnover(DealBase):
    type = "turnover"
    sides: str

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls(row.get("sides", SIDES, "open"))

    def of_deal(self, measure: Measure) -> Decimal:
        units, prices = measure.units(), measure.prices(self.sides)
        measure.note(sides=self.sides)
        measure.inputs["prices"] = [plain(price) for price in prices]
        return measure.in_plan(units * sum(prices, ZERO), measure.symbol.quote) / MILLION
