"""Where a partner stands on tables of steps: what counts so far, which step that is, what is missing to the next.

Lots of tables that go deal by deal are the sums that computations carry on: they are what the next deal reads. Everything else is
counted over the period, downlines in the tree as it stands at the look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from atrium.kernel import clock
from tenants.ibs.models import Partner
from tenants.rebates.engine.times import Period, period_of

from .bulk.ground import moment
from .bulk.state import volume_scope
from .models import PartyKind, Running
from .ranking import figures

ZERO: Final = Decimal(0)
FIGURES: Final = {
    ("lots", "own"): "own_lots",
    ("lots", "downline"): "downline_lots",
    ("active_clients", "own"): "active_clients",
    ("active_clients", "downline"): "downline_clients",
    ("net_deposits", "own"): "net_deposits",
    ("net_deposits", "downline"): "downline_deposits",
}


@dataclass(frozen=True, slots=True)
class Reached:
    """`reads_before`: rates now are those of the period before, and this value gives the rates of the next one."""

    metric: str
    scope: str
    period: str
    value: Decimal
    step: Decimal | None
    next_step: Decimal | None
    next_rate: str
    reads_before: bool
    ends_at: datetime

    @property
    def missing(self) -> Decimal:
        return ZERO if self.next_step is None else max(self.next_step - self.value, ZERO)

    @property
    def percent(self) -> int:
        if not self.next_step:
            return 100
        return min(100, max(0, int(self.value * 100 / self.next_step)))


def reached_by(
    partner: Partner, tables: Sequence[tuple[Mapping[str, Any], str]], at: datetime | None = None
) -> list[Reached]:
    """`tables`: each with its plan's currency, as plans write them. One count a period, however many tables."""
    at = at or clock.now()
    counted: dict[tuple[int, str], dict[str, Decimal]] = {}
    found = []
    for table, currency in tables:
        kind = table.get("period", "month")
        period = period_of(kind, int(at.timestamp()))
        place = (period.start, currency)
        if place not in counted:
            every = figures(at=at, since=moment(period.start), partner_ids=[partner.id], currency=currency)
            counted[place] = every[partner.id]
        found.append(_reached(partner, table, kind, period, counted[place]))
    return found


def _reached(
    partner: Partner, table: Mapping[str, Any], kind: str, period: Period, figures: Mapping[str, Decimal]
) -> Reached:
    scope = table.get("scope", "own")
    value = figures[FIGURES[table["metric"], scope]]
    if table["metric"] == "lots" and table["convention"] == "marginal":
        value = _carried(partner, kind, scope, period, value)
    steps = [(Decimal(step["from"]), str(step["rate"])) for step in table["steps"]]
    behind = [start for start, _ in steps if start <= value]
    ahead = [(start, rate) for start, rate in steps if start > value]
    return Reached(
        metric=table["metric"],
        scope=scope,
        period=kind,
        value=value,
        step=behind[-1] if behind else None,
        next_step=ahead[0][0] if ahead else None,
        next_rate=ahead[0][1] if ahead else "",
        reads_before=table["convention"] == "prospective",
        ends_at=moment(period.end),
    )


def _carried(partner: Partner, kind: str, scope: str, period: Period, otherwise: Decimal) -> Decimal:
    rows = Running.objects.filter(
        scope=volume_scope(kind, scope),
        period=period.start,
        party_kind=PartyKind.PARTNER,
        party=str(partner.number),
    )
    value = rows.values_list("value", flat=True).first()
    return otherwise if value is None else Decimal(value)
