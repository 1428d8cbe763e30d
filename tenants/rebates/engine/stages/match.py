"""A source and the plan that won it in one slot: what every later stage starts from."""

from dataclasses import dataclass

from tenants.rebates.engine.facts.source import Leg, Source
from tenants.rebates.engine.plan import Plan


@dataclass(frozen=True, slots=True)
class Match:
    source: Source
    plan: Plan
    time: int
    """The attribution time."""
    legs: tuple[Leg, ...]
    candidates: tuple[str, ...]
    """All plans that applied in the slot, the winner first."""
