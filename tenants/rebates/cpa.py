"""How far each client is on the way to a CPA: the value, the target and the deadline of every condition, and what became of it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import connection

from atrium.kernel import clock
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.payments.models import Deposit
from tenants.rates import selectors as rates
from tenants.rebates.engine.bases.cpa import Cpa
from tenants.rebates.engine.plan import Plan as Parsed

from .cpa_plans import Tree, plans_in_order, winners
from .models import Clawback, Line, Plan

ZERO: Final = Decimal(0)
# From the deposit on, before the deadline: all the client closed, as its servers tell it now.
_LOTS: Final = """
SELECT span.place, coalesce(sum(coalesce((now.facts ->> 'closed_lots')::numeric, deal.closed_lots) * product.volume_factor), 0)
FROM unnest(%s::int[], %s::uuid[], %s::timestamptz[], %s::timestamptz[]) AS span (place, client, since, until)
JOIN trading_tradingaccount account ON account.client_id = span.client AND account.kind = 'live'
JOIN trading_product product ON product.id = account.product_id
JOIN trading_deal deal ON deal.account_id = account.id
    AND deal.time >= span.since AND (span.until IS NULL OR deal.time < span.until)
LEFT JOIN LATERAL (
    SELECT change.facts FROM trading_dealchange change WHERE change.deal_id = deal.id ORDER BY change.id DESC LIMIT 1
) now ON true
WHERE coalesce(now.facts ->> 'action', deal.action) IN ('buy', 'sell')
  AND coalesce(now.facts ->> 'entry', deal.entry) IN ('out', 'in_out', 'out_by')
GROUP BY 1
"""
WAITING, RUNNING, MET, MISSED, PAID, TAKEN_BACK = (
    "waiting_deposit", "in_progress", "met", "missed", "earned", "taken_back",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """`name` is first_deposit or lots; `value` none: not known yet."""

    name: str
    value: Decimal | None
    target: Decimal
    unit: str

    @property
    def met(self) -> bool:
        return self.value is not None and self.value >= self.target

    @property
    def percent(self) -> int:
        """Never 100 before it is met."""
        if self.met:
            return 100
        return min(99, int((self.value or ZERO) * 100 / self.target)) if self.target else 0


@dataclass(frozen=True, slots=True)
class CpaProgress:
    """Of one client under one plan. `amount` is what the partner who looks has of it now."""

    client: Client
    plan: Plan
    conditions: tuple[Condition, ...]
    deadline: datetime | None
    deposit: Deposit | None
    state: str
    amount: Decimal
    currency: str
    line_id: int | None

    @property
    def percent(self) -> int:
        return (
            sum(each.percent for each in self.conditions) // len(self.conditions) if self.conditions else 100
        )


def progress_of(partner: Partner, clients: Sequence[Client], at: datetime | None = None) -> list[CpaProgress]:
    """Of these clients, which are the partner's to see; a client without a CPA plan has no row. Constant in questions."""
    at = at or clock.now()
    plans = plans_in_order()
    if not plans or not clients:
        return []
    deposits, tree = _first_deposits(clients), Tree(clients)
    pairs = [
        (client, row, parsed)
        for client in clients
        for row, parsed in winners(plans, client, tree, _moment(deposits.get(client.id), at))
    ]
    lots = _lots([(client, _base(parsed), deposits.get(client.id)) for client, _, parsed in pairs])
    earned = _earned(partner, deposits)
    return [
        _progress(client, row, parsed, deposits.get(client.id), lots.get(place, ZERO), earned, at, partner)
        for place, (client, row, parsed) in enumerate(pairs)
    ]


def state_of(
    *, conditions: Sequence[Condition], has_deposit: bool, deadline: datetime | None, at: datetime
) -> str:
    """The first deposit is the first: one that was too small is not made good by a second."""
    if not has_deposit:
        return WAITING
    if all(each.met for each in conditions):
        return MET
    too_small = any(
        each.name == "first_deposit" and each.value is not None and not each.met for each in conditions
    )
    is_over = deadline is not None and deadline <= at
    return MISSED if too_small or is_over else RUNNING


def _progress(
    client: Client,
    row: Plan,
    parsed: Parsed,
    deposit: Deposit | None,
    lots: Decimal,
    earned: Mapping[tuple[str, uuid.UUID], tuple[Decimal, Decimal, int]],
    at: datetime,
    partner: Partner,
) -> CpaProgress:
    base = _base(parsed)
    begun = deposit.finished_at if deposit else None
    deadline = begun + timedelta(days=base.within_days) if begun and base.within_days is not None else None
    conditions = tuple(_conditions(base, parsed.currency, deposit, lots))
    state = state_of(conditions=conditions, has_deposit=deposit is not None, deadline=deadline, at=at)
    amount, ever, line_id = earned.get((_source(deposit), row.id), (ZERO, ZERO, 0))
    if amount:
        state = PAID
    elif ever:
        state = TAKEN_BACK
    return CpaProgress(
        client, row, conditions, deadline, deposit, state, amount, partner.currency, line_id or None
    )


def _conditions(base: Cpa, currency: str, deposit: Deposit | None, lots: Decimal) -> Iterator[Condition]:
    if base.min_first_deposit > 0:
        yield Condition("first_deposit", _in(deposit, currency), base.min_first_deposit, currency)
    if base.min_lots > 0:
        yield Condition("lots", lots if deposit else None, base.min_lots, "")


def _in(deposit: Deposit | None, currency: str) -> Decimal | None:
    if deposit is None:
        return None
    money = _money(deposit)
    there = money if money.currency == currency else rates.converted(money, currency, at=deposit.finished_at)
    return there.decimal if there else None


def _money(deposit: Deposit) -> Money:
    if deposit.received_minor is not None:
        return Money(deposit.received_minor, deposit.received_currency or deposit.currency)
    return Money(deposit.amount_minor, deposit.currency)


def _base(parsed: Parsed) -> Cpa:
    assert isinstance(parsed.base, Cpa)
    return parsed.base


def _source(deposit: Deposit | None) -> str:
    """The event's name on lines."""
    return f"deposit:{deposit.id}" if deposit else ""


def _moment(deposit: Deposit | None, at: datetime) -> datetime:
    """Who and what applies is as of the first deposit; before it, as of now."""
    return (deposit.finished_at or at) if deposit else at


def _first_deposits(clients: Sequence[Client]) -> dict[uuid.UUID, Deposit]:
    rows = Deposit.objects.filter(
        client__in=[client.id for client in clients], state=Deposit.State.SETTLED, finished_at__isnull=False
    )
    found = rows.order_by("client_id", "finished_at", "id").distinct("client_id")
    return {deposit.client_id: deposit for deposit in found}


def _lots(wanted: Sequence[tuple[Client, Cpa, Deposit | None]]) -> dict[int, Decimal]:
    spans = [
        (place, client.id, deposit.finished_at, _end(deposit, base))
        for place, (client, base, deposit) in enumerate(wanted)
        if deposit is not None
    ]
    if not spans:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LOTS, [list(column) for column in zip(*spans, strict=True)])
        return dict(cursor.fetchall())


def _end(deposit: Deposit, base: Cpa) -> datetime | None:
    if base.within_days is None or deposit.finished_at is None:
        return None
    return deposit.finished_at + timedelta(days=base.within_days)


def _earned(
    partner: Partner, deposits: Mapping[uuid.UUID, Deposit]
) -> dict[tuple[str, uuid.UUID], tuple[Decimal, Decimal, int]]:
    """By source and plan: what it stands at now, what was ever earned of it, and the first line."""
    sources = {_source(deposit) for deposit in deposits.values()}
    taken = Clawback.objects.filter(of_source__in=sources, state=Clawback.State.DONE)
    codes = {wish.code: wish.of_source for wish in taken}
    rows = (
        Line.objects.filter(
            partner=partner, currency=partner.currency, source_kind=Line.SourceKind.EVENT,
            source__in=[*sources, *codes], plan__isnull=False,
        )
        .values("source", "plan_id", "id", "amount")
        .order_by("id")
    )  # fmt: skip
    found: dict[tuple[str, uuid.UUID], tuple[Decimal, Decimal, int]] = {}
    for row in rows:
        key = (codes.get(row["source"], row["source"]), row["plan_id"])
        amount, ever, line_id = found.get(key, (ZERO, ZERO, row["id"]))
        found[key] = (amount + row["amount"], ever + max(row["amount"], ZERO), line_id)
    return found
