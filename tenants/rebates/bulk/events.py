"""Lines of events and periods: acquisitions, leads, copy fees, net losses. They are few, so the engine itself computes them.

Clients are independent of each other here, and so are the pools of different partners: each document holds only some of them.
What hangs on facts still to come (conditions not met yet, a period that goes on) is written once, when it is known.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.ids import new_id
from tenants.clients.models import Client
from tenants.ibs.models import ClientPartner
from tenants.outbox.services import announce
from tenants.rebates import engine
from tenants.rebates.engine.times import period_of
from tenants.trading.models import Deal, TradingAccount

from ..gather import Facts, commissionable, gather_period, in_force
from ..happenings import events_of
from ..models import Line, PartyKind, Plan
from ..scenario import scenario_of
from ..services import reversing, subledger
from ..types import Accrued
from . import ground as grounds
from . import losses
from .ground import moment
from .run import one_computation_at_a_time

OF_EVENTS: Final = {"cpa": "deposit", "cpl": "lead", "fee_share": "copy_fee"}
OF_PERIODS: Final = "net_loss"
ALL_KINDS: Final = ("deposit", "withdrawal", "bonus", "fee", "kyc", "lead", "copy_fee")
AT_ONCE: Final = 200
BEGINNING: Final = moment(0)


def accrue_events(*, at: datetime | None = None) -> Accrued:
    """Everything that is known by now and has no lines yet."""
    at = at or clock.now()
    plans = [plan for plan in in_force(BEGINNING, at) if base_of(plan) in (*OF_EVENTS, OF_PERIODS)]
    lines, partners = 0, set()
    for clients, pool in groups_of(plans):
        made = _accrue(clients, pool, plans, at)
        lines += len(made)
        partners |= {line.partner_id for line in made if line.partner_id and line.amount}
    reversed_lines = _reverse(at)
    lines += len(reversed_lines)
    partners |= {line.partner_id for line in reversed_lines if line.partner_id}
    return Accrued(lines, tuple(sorted(partners)), 0)


@transaction.atomic
def _reverse(at: datetime) -> list[Line]:
    one_computation_at_a_time()
    run = new_id()
    lines = reversing.reverse_untaken(at=at, batch_id=run)
    _announce(run, lines)
    return lines


def _announce(run: uuid.UUID, lines: Sequence[Line]) -> None:
    partners = sorted({str(line.partner_id) for line in lines if line.partner_id and line.amount})
    if lines:
        announce("rebates.accrued", batch_id=str(run), partner_ids=partners)


def base_of(plan: Plan) -> str:
    return str(plan.document.get("base", {}).get("type"))


def is_of_periods(plan: Plan) -> bool:
    return base_of(plan) == OF_PERIODS


def is_of_others(plan: Plan) -> bool:
    """Paid on something else than deals."""
    return base_of(plan) in (*OF_EVENTS, OF_PERIODS)


def groups_of(plans: Sequence[Plan]) -> Iterator[tuple[list[uuid.UUID], str]]:
    """Clients whose events may earn, and for net losses all clients of one partner after the other."""
    bases = {base_of(plan) for plan in plans}
    if bases & set(OF_EVENTS):
        clients = sorted(_with_events({OF_EVENTS[base] for base in bases if base in OF_EVENTS}))
        for start in range(0, len(clients), AT_ONCE):
            yield clients[start : start + AT_ONCE], ""
    if OF_PERIODS in bases:
        brought = ClientPartner.objects.order_by("partner__number").values_list(
            "partner__number", "client_id"
        )
        pools: dict[int, set[uuid.UUID]] = {}
        for number, client in brought:
            pools.setdefault(number, set()).add(client)
        for number, members in pools.items():
            yield sorted(members), str(number)


def _with_events(kinds: Collection[str]) -> set[uuid.UUID]:
    everybody = set(Client.objects.values_list("id", flat=True))
    return {event.client_id for event in events_of(everybody, kinds)}


@transaction.atomic
def _accrue(clients: Collection[uuid.UUID], pool: str, plans: Sequence[Plan], at: datetime) -> list[Line]:
    one_computation_at_a_time()
    kept = [plan for plan in plans if (base_of(plan) == OF_PERIODS) == bool(pool)]
    facts = facts_of(clients, kept, at, summed=bool(pool))
    computed = engine.compute(scenario_of(facts, name="events")).lines
    run = new_id()
    lines = [
        row_of(line, facts, run)
        for line in computed
        if is_known(line, at, facts) and (not pool or line.pool == pool)
    ]
    lines = _new(lines)
    Line.objects.bulk_create(lines, batch_size=1000)
    subledger.post(batch_id=run, lines=lines)
    _announce(run, lines)
    return lines


def facts_of(
    clients: Collection[uuid.UUID], plans: Sequence[Plan], until: datetime, *, summed: bool = False
) -> Facts:
    """Everything that these clients did. Managers of copied strategies are among them. `summed`: a plan of net losses reads
    no single deal."""
    events = events_of(clients, ALL_KINDS)
    managers = {event.facts["manager"] for event in events if event.kind == "copy_fee"}
    everybody = {*clients, *_by_numbers(managers)}
    accounts = grounds.accounts_of(everybody)
    deals = losses.summed(accounts, plans, until) if summed else _deals_of(accounts, until)
    moments = [deal.opened_at or deal.time for deal in deals] + [event.at for event in events]
    return gather_period(
        since=min([*moments, until]), until=until, accounts=accounts, plans=plans, deals=deals, clients=everybody,
        kinds=ALL_KINDS,
    )  # fmt: skip


def _deals_of(accounts: Sequence[TradingAccount], until: datetime) -> list[Deal]:
    rows = Deal.objects.filter(account__in=[account.id for account in accounts], time__lte=until)
    return [
        deal for deal in commissionable(rows) if deal.opened_at is not None and deal.open_price and deal.side
    ]


def is_known(line: engine.Line, at: datetime, facts: Facts) -> bool:
    """Not what waits: conditions that may still be met, and periods that go on. Deals have lines of their own."""
    if line.source_kind == "deal" or line.reason == "conditions_not_met" or line.time > at.timestamp():
        return False
    return line.source_kind == "event" or _is_over(line, at, facts)


def _is_over(line: engine.Line, at: datetime, facts: Facts) -> bool:
    [plan] = [plan for plan in facts.plans if plan.engine_id == line.plan]
    kind = plan.document["base"].get("period") or "month"
    return period_of(kind, line.time - 1).end <= at.timestamp()


def row_of(line: engine.Line, facts: Facts, run: uuid.UUID) -> Line:
    plans = {plan.engine_id: plan for plan in facts.plans}
    partners = {str(partner.number): partner for partner in facts.partners}
    clients = {str(client.number): client for client in facts.clients}
    owners = {event.code: event.client_id for event in facts.events}
    is_client = line.party_kind == PartyKind.CLIENT
    return Line(
        source_kind=line.source_kind,
        source=line.source,
        plan=plans[line.plan] if line.plan else None,
        leg=line.pool or str(line.leg),
        party_kind=line.party_kind,
        party=line.party or "",
        level=line.level,
        partner=partners[line.party] if line.party and not is_client else None,
        client=clients[line.party] if line.party and is_client else None,
        of_client_id=owners.get(line.source),
        amount=line.amount,
        currency=line.currency,
        reason=line.reason or "",
        time=moment(line.time),
        due=moment(line.due),
        batch_id=run,
    )


def _new(lines: Sequence[Line]) -> list[Line]:
    """Written once: what is known stays known. A plan that was published for the past afterwards pays nothing a second time in
    its slot; a recalculation shows what it would change."""
    rows = Line.objects.exclude(source_kind="deal").filter(source__in={line.source for line in lines})
    there, taken = set(), {}
    for line in rows.select_related("plan"):
        there.add(_identity(line))
        taken[_slot(line)] = line.plan_id
    return [
        line
        for line in lines
        if _identity(line) not in there and taken.get(_slot(line), line.plan_id) == line.plan_id
    ]


def _identity(line: Line) -> tuple[Any, ...]:
    return line.source, line.plan_id, line.leg, line.party_kind, line.party


def _slot(line: Line) -> tuple[Any, ...]:
    """Of a period each pool is a source of its own."""
    pool = line.leg if line.source_kind == Line.SourceKind.PERIOD else ""
    return line.source, pool, line.plan.document.get("slot", "main") if line.plan else ""


def scenario_of_line(line: Line) -> engine.Scenario:
    """The scenario that gives this line of an event or a period."""
    assert line.plan is not None
    if line.source_kind == Line.SourceKind.PERIOD:
        brought = ClientPartner.objects.filter(partner__number=int(line.leg))
        clients = set(brought.values_list("client_id", flat=True))
    else:
        clients = {line.of_client_id} if line.of_client_id else set()
    return scenario_of(facts_of(clients, _rivals(line), line.time), name=f"line {line.pk}")


def _rivals(line: Line) -> list[Plan]:
    """Plans that stood beside it when it was made: they are on its trace."""
    assert line.plan is not None
    is_period = line.source_kind == Line.SourceKind.PERIOD
    found = in_force(BEGINNING, line.time)
    return [
        plan
        for plan in found
        if (base_of(plan) == OF_PERIODS) == is_period and base_of(plan) in (*OF_EVENTS, OF_PERIODS)
    ]


def _by_numbers(numbers: Collection[Any]) -> set[uuid.UUID]:
    return set(
        Client.objects.filter(number__in=[int(number) for number in numbers]).values_list("id", flat=True)
    )
