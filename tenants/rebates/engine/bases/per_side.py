"""Q = lots x sides counted; the rate is money per lot and side."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tenants.rebates.engine.bases.base import DealBase
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.parse.kinds import SIDES
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader


@dataclass(frozen=True, slots=True)
class PerSide(DealBase):
    type = "per_side"
    sides: str

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls(row.get("sides", SIDES, "both"))

    def of_deal(self, measure: Measure) -> Decimal:
        measure.note(lots=measure.lots, sides=self.sides)
        return measure.lots * (2 if self.sides == "both" else 1)
