"""What a convention of reading a tier table offers."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ZERO, plain
from tenants.rebates.engine.plan import TierTable
from tenants.rebates.engine.trace import Json

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


@dataclass(frozen=True, slots=True)
class Reading:
    rate: Decimal
    inputs: Json


class Convention(Protocol):
    def __call__(
        self, table: TierTable, partner: str | None, source: Source, world: "World", currency: str
    ) -> Reading: ...


def rate_at(table: TierTable, value: Decimal) -> Decimal:
    """The last step at or below the value; below the first there is no rate."""
    rate = ZERO
    for step in table.steps:
        if step.start > value:
            break
        rate = step.rate
    return rate


def inputs_of(table: TierTable, partner: str | None, period: str, value: Decimal) -> Json:
    return {
        "partner": partner,
        "metric": table.metric,
        "scope": table.scope,
        "convention": table.convention,
        "period": period,
        "value": plain(value),
        "steps": [{"from": plain(step.start), "rate": plain(step.rate)} for step in table.steps],
    }
