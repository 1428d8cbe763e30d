"""Q = lots; the rate is money per lot."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tenants.rebates.engine.bases.base import DealBase
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader


@dataclass(frozen=True, slots=True)
class PerLot(DealBase):
    type = "per_lot"

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls()

    def of_deal(self, measure: Measure) -> Decimal:
        measure.note(lots=measure.lots)
        return measure.lots
