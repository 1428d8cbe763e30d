"""The quantity Q that a base made from a source."""

from dataclasses import dataclass, field
from decimal import Decimal

from tenants.rebates.engine.trace import Json


@dataclass(frozen=True, slots=True)
class Quantity:
    value: Decimal
    inputs: Json = field(default_factory=dict)
    reason: str | None = None
    """Why it is zero, if the base has a word for it."""
    line_time: int | None = None
    """The moment the line belongs to, if that is not the time of the fact."""
