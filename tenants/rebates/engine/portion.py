"""One party's amount of one source under one plan, on its way through the stages."""

from dataclasses import dataclass, field
from decimal import Decimal

from tenants.rebates.engine.trace import Json

PARTNER, CLIENT = "partner", "client"


@dataclass(slots=True)
class Portion:
    party_kind: str
    party: str | None
    level: int | None
    leg: int
    """Which leg of the source; -1 where there is none."""
    amount: Decimal
    reason: str | None = None
    guarded: bool = True
    """False for what no guard touches: the manager's part of a copy fee."""
    steps: list[Json] = field(default_factory=list)

    def deny(self, reason: str) -> None:
        """Zero from here on; the first reason stays."""
        self.amount = Decimal(0)
        self.reason = self.reason or reason


@dataclass(frozen=True, slots=True)
class Absent:
    """What a level above the end of the path would have got."""

    level: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    portions: list[Portion]
    absent: list[Absent] = field(default_factory=list)
