"""Q = the client's profit if there is one; the rate is a fraction."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tenants.rebates.engine.bases.base import DealBase
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader


@dataclass(frozen=True, slots=True)
class Profit(DealBase):
    type = "profit"

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls()

    def of_deal(self, measure: Measure) -> Decimal:
        measure.note(profit=measure.deal.profit)
        return measure.of_account(max(measure.deal.profit, ZERO))
