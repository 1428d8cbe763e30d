"""Stage 6: a rate as the level reads it, from a table where there is one, times the personal ratio."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Source
from tenants.rebates.engine.numbers import ONE, ZERO, plain
from tenants.rebates.engine.plan import Rate, TierTable
from tenants.rebates.engine.tiers import CONVENTIONS
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


@dataclass(frozen=True, slots=True)
class Read:
    """A rate that was read, and the step that shows how, if there is anything to show."""

    value: Decimal
    step: Json | None = None


NOT_READ = Read(ZERO)


def read_rate(
    rate: Rate, partner: str | None, ratio: Decimal, source: Source, world: "World", currency: str
) -> Read:
    if isinstance(rate, TierTable):
        reading = CONVENTIONS[rate.convention](rate, partner, source, world, currency)
        value = reading.rate * ratio
        return Read(
            value,
            step(6, "tier", {**reading.inputs, "rate": plain(reading.rate), "ratio": plain(ratio)}, value),
        )
    if ratio == ONE:
        return Read(rate)
    value = rate * ratio
    return Read(
        value, step(6, "tier", {"partner": partner, "rate": plain(rate), "ratio": plain(ratio)}, value)
    )
