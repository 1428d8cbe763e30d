"""A rebate plan as typed values: base x distribution x selection x guards x settlement."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenants.rebates.engine.bases import Base
    from tenants.rebates.engine.distributions import Distribution

SELECT_KEYS = (
    "partner",
    "tree",
    "symbol",
    "symbol_group",
    "account_type",
    "group",
    "platform",
    "client_group",
    "country",
    "side",
)
"""In order of precedence."""


@dataclass(frozen=True, slots=True)
class Step:
    start: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class TierTable:
    metric: str
    scope: str
    period: str
    convention: str
    steps: tuple[Step, ...]


Rate = Decimal | TierTable


@dataclass(frozen=True, slots=True)
class ClientGuard:
    kyc_level: int
    min_net_deposit: Decimal | None
    otherwise: str


@dataclass(frozen=True, slots=True)
class PeriodCap:
    amount: Decimal
    period: str


@dataclass(frozen=True, slots=True)
class Guards:
    excluded_symbols: frozenset[str]
    excluded_flags: frozenset[str]
    min_seconds: int
    min_pips: Decimal
    close_by: str
    hedging: str
    self_referral: str
    client: ClientGuard | None
    credit: bool
    cap_order: Decimal | None
    cap_revenue: Decimal | None
    cap_period: PeriodCap | None


@dataclass(frozen=True, slots=True)
class Plan:
    id: str
    currency: str
    slot: str
    start: int | None
    end: int | None
    attribution: str
    base: "Base"
    distribution: "Distribution"
    select: Mapping[str, frozenset[str]]
    guards: Guards
    hold_days: int

    def in_force(self, time: int) -> bool:
        return (self.start is None or self.start <= time) and (self.end is None or time < self.end)


def tables_of(plan: Plan) -> list[TierTable]:
    """All tables of steps among the plan's rates."""
    found: list[TierTable] = []
    for name in getattr(plan.distribution, "__dataclass_fields__", {}):
        value = getattr(plan.distribution, name)
        values = (
            value.values() if hasattr(value, "values") else value if isinstance(value, tuple) else [value]
        )
        found += [each for each in values if isinstance(each, TierTable)]
    return found
