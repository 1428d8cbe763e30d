"""Fields of the two distributions in which each partner passes a fraction on: down from the top, or up from level 1."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from tenants.rebates.engine.distributions.distribution import Distribution, read_depth, read_missing
from tenants.rebates.engine.numbers import ONE, ZERO
from tenants.rebates.engine.parse.kinds import FRACTION
from tenants.rebates.engine.parse.names import Scope
from tenants.rebates.engine.parse.rates import read_rate
from tenants.rebates.engine.parse.reader import Reader
from tenants.rebates.engine.plan import Rate


@dataclass(frozen=True, slots=True)
class Passing(Distribution):
    rate: Rate
    fraction: Decimal
    fractions: Mapping[str, Decimal]
    depth: int | None
    missing: str

    @classmethod
    def read(cls, row: Reader, scope: Scope) -> Self:
        return cls(
            read_rate(row, "rate", scope),
            row.get("fraction", FRACTION, ZERO),
            row.mapping("fractions", FRACTION, scope.names.partner),
            read_depth(row),
            read_missing(row),
        )

    def passed_by(self, partner: str, agreed: Decimal | None = None) -> Decimal:
        """What the plan says of this partner; else what it agreed to keep; else what the plan says of all."""
        named = self.fractions.get(partner)
        if named is not None:
            return named
        return self.fraction if agreed is None else ONE - agreed
