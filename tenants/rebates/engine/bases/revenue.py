"""Q = the broker's revenue from the deal less its costs; the rate is a fraction."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tenants.rebates.engine.bases.base import DealBase
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.numbers import ONE, ZERO
from tenants.rebates.engine.parse.kinds import FRACTION
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader


@dataclass(frozen=True, slots=True)
class Revenue(DealBase):
    type = "revenue"
    costs: Decimal

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls(row.get("costs", FRACTION, ZERO))

    def of_deal(self, measure: Measure) -> Decimal:
        measure.note(costs=self.costs)
        return measure.revenue() * (ONE - self.costs)
