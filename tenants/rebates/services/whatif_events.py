"""What a draft that is paid on something else than deals would have cost: acquisitions, leads, copy fees, net losses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from ..bulk import events
from ..engine.numbers import CONTEXT, ZERO
from ..models import Line, PartyKind, Plan, WhatIf
from . import period_events
from .dated_rates import rates_of
from .period_events import Group, Place


@dataclass(slots=True)
class Cost:
    cost: Decimal = ZERO
    before: Decimal = ZERO


@dataclass(slots=True)
class Costs:
    """Of one group: all together and by partner, in the currency of the what-if."""

    place: Place
    all: Cost = field(default_factory=Cost)
    partners: dict[str, Cost] = field(default_factory=dict)
    lines: int = 0
    left_out: int = 0

    def add(self, partner: str | None, cost: Decimal = ZERO, before: Decimal = ZERO) -> None:
        of = [self.all] + ([self.partners.setdefault(partner, Cost())] if partner else [])
        for each in of:
            each.cost += cost
            each.before += before


def costs(what_if: WhatIf, plans: Sequence[Plan], after: Place) -> Iterator[Costs]:
    """Group by group, from `after` on. Every period that has begun counts as over, as a trial asks. A draft that is paid on
    deals changes nothing of these lines, so they are not looked at."""
    if not any(events.is_of_others(plan) and plan.id == what_if.plan_id for plan in plans):
        return
    for group in period_events.groups(plans, what_if.until, after, closed=True):
        found = Costs(group.place, left_out=group.left_out)
        _computed(what_if, group, found)
        _accrued(what_if, group, found)
        yield found


def _computed(what_if: WhatIf, group: Group, found: Costs) -> None:
    rate = rates_of(what_if.currency)
    for line, _facts in group.lines:
        of_period = line.source_kind == "period"
        at = period_events.time_of(line)
        if not _is_tried(what_if, at, of_period):
            continue
        found.lines += 1
        partner = line.party if line.party_kind == PartyKind.PARTNER else None
        found.add(partner, cost=CONTEXT.multiply(line.amount, rate(line.currency, min(at, what_if.until))))


def _is_tried(what_if: WhatIf, at: datetime, of_period: bool) -> bool:
    """A period that goes on beyond the end is in it, with what there is."""
    if of_period and at > what_if.until:
        return True
    return period_events.is_within(at, what_if.since, what_if.until, of_period=of_period)


def _accrued(what_if: WhatIf, group: Group, found: Costs) -> None:
    rate = rates_of(what_if.currency)
    for line in period_events.accrued(group):
        of_period = line.source_kind == Line.SourceKind.PERIOD
        if period_events.is_within(line.time, what_if.since, what_if.until, of_period=of_period):
            partner = line.party if line.party_kind == PartyKind.PARTNER else None
            found.add(partner, before=CONTEXT.multiply(line.amount, rate(line.currency, line.time)))
