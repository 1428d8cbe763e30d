"""What happened with clients, as the events of a scenario: money in and out, KYC levels, and the rebates' own happenings."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from atrium.kernel.money import Money
from tenants.kyc.models import Check
from tenants.payments.models import Deposit, Withdrawal
from tenants.rebates.engine.numbers import plain

from .models import Happening


@dataclass(frozen=True, slots=True)
class Event:
    """`code` is its id in a document; `facts` are its fields there, without client and time."""

    code: str
    kind: str
    at: datetime
    client_id: uuid.UUID
    facts: dict[str, Any] = field(default_factory=dict)


OF_CLIENTS: Final = ("deposit", "withdrawal", "bonus", "fee", "kyc")
"""What rules over deals and periods read. Leads and copy fees are sources of their own."""


def events_of(client_ids: Collection[uuid.UUID], kinds: Collection[str] = OF_CLIENTS) -> list[Event]:
    """All of these clients, in the order of (at, code). Reversals are not among them: they speak of lines."""
    found = [*_deposits(client_ids), *_withdrawals(client_ids), *_levels(client_ids), *_own(client_ids)]
    return sorted((event for event in found if event.kind in kinds), key=lambda event: (event.at, event.code))


def _deposits(client_ids: Collection[uuid.UUID]) -> Iterator[Event]:
    rows = Deposit.objects.filter(client__in=client_ids, state=Deposit.State.SETTLED)
    for row in rows.exclude(finished_at=None):
        assert row.finished_at is not None
        money = row.received or row.money
        if money.amount_minor > 0:
            yield Event(f"deposit:{row.id}", "deposit", row.finished_at, row.client_id, _money(money))


def _withdrawals(client_ids: Collection[uuid.UUID]) -> Iterator[Event]:
    rows = Withdrawal.objects.filter(
        party_kind=Withdrawal.Party.CLIENT, party_id__in=client_ids, state=Withdrawal.State.PAID
    )
    for row in rows.exclude(finished_at=None):
        assert row.finished_at is not None
        money = Money(row.amount_minor, row.currency)
        yield Event(f"withdrawal:{row.id}", "withdrawal", row.finished_at, row.party_id, _money(money))


def _levels(client_ids: Collection[uuid.UUID]) -> Iterator[Event]:
    for row in Check.objects.filter(client__in=client_ids, state=Check.State.APPROVED).exclude(
        decided_at=None
    ):
        assert row.decided_at is not None
        yield Event(f"kyc:{row.id}", "kyc", row.decided_at, row.client_id, {"level": row.level})


def _own(client_ids: Collection[uuid.UUID]) -> Iterator[Event]:
    for row in Happening.objects.filter(client__in=client_ids).exclude(kind=Happening.Kind.REVERSE):
        assert row.client_id is not None
        yield Event(row.code, row.kind, row.at, row.client_id, row.facts)


def _money(money: Money) -> dict[str, str]:
    return {"amount": plain(money.decimal), "currency": money.currency}
