"""Q = pip money of the spread, at most that of the symbol's average spread; the rate is a fraction."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tenants.rebates.engine.bases.base import DealBase
from tenants.rebates.engine.facts.measure import Measure
from tenants.rebates.engine.parse.kinds import DECIMAL
from tenants.rebates.engine.parse.names import Names
from tenants.rebates.engine.parse.reader import Reader


@dataclass(frozen=True, slots=True)
class Spread(DealBase):
    type = "spread"
    average_spread: Mapping[str, Decimal]

    @classmethod
    def read(cls, row: Reader, names: Names) -> Self:
        return cls(row.mapping("average_spread", DECIMAL, names.symbol))

    def of_deal(self, measure: Measure) -> Decimal:
        spread = measure.deal.spread
        measure.note(spread=spread)
        average = self.average_spread.get(measure.deal.symbol)
        if average is None:
            return measure.pip_money(spread)
        measure.note(average_spread=average)
        return measure.pip_money(min(spread, average))
