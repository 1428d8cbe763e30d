"""A line: one amount for one party from one source under one plan, with its trace."""

from dataclasses import dataclass
from decimal import Decimal

from tenants.rebates.engine.facts.source import LINE_KINDS
from tenants.rebates.engine.portion import PARTNER
from tenants.rebates.engine.trace import Json


@dataclass(frozen=True, slots=True)
class Line:
    source_kind: str
    """deal, event or period."""
    source: str
    party_kind: str
    party: str | None
    level: int | None
    plan: str | None
    time: int
    due: int
    amount: Decimal
    currency: str
    reason: str | None
    trace: tuple[Json, ...]
    leg: int = -1
    pool: str = ""
    """The partner of the net-loss pool; with `leg` it tells apart lines that are alike otherwise."""

    @property
    def order(self) -> tuple[object, ...]:
        return (
            self.time,
            LINE_KINDS.index(self.source_kind),
            self.source,
            self.plan or "",
            self.party_kind != PARTNER,
            self.level or 0,
            self.party or "",
            self.amount,
            self.pool,
            self.leg,
        )
