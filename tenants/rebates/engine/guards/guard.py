"""What a guard sees of a source, and what it may do: lower the paid fraction, exclude, or move the line time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from tenants.rebates.engine.facts.source import Leg, Source
from tenants.rebates.engine.numbers import ONE, ZERO
from tenants.rebates.engine.plan import Guards, Plan
from tenants.rebates.engine.trace import Json, step

if TYPE_CHECKING:
    from tenants.rebates.engine.facts.world import World


@dataclass(slots=True)
class Trial:
    """One source under one plan while the guards look at it."""

    source: Source
    plan: Plan
    legs: tuple[Leg, ...]
    world: "World"
    fraction: Decimal = ONE
    reason: str | None = None
    line_time: int | None = None
    steps: list[Json] = field(default_factory=list)

    @property
    def guards(self) -> Guards:
        return self.plan.guards

    def exclude(self, reason: str, read: Json) -> None:
        self.fraction, self.reason = ZERO, reason
        self.note(reason, read, ZERO)

    def reduce(self, test: str, fraction: Decimal, read: Json) -> None:
        """A fraction of zero excludes, under the name of the test."""
        if not fraction:
            self.exclude(test, read)
        elif fraction != self.fraction:
            self.fraction = fraction
            self.note(test, read, fraction)

    def note(self, test: str, read: Json, out: Decimal) -> None:
        self.steps.append(step(2, "guard", {"test": test, **read}, out))


Guard = Callable[[Trial], None]
"""Called in the published order, until one excludes."""
