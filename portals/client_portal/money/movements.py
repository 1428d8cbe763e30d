"""Deposits, transfers and withdrawals of one client in one list, newest first, by cursor."""

import base64
import binascii
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.payments.models import Deposit, Withdrawal
from tenants.payments.selectors import deposits_of, withdrawals_of_party
from tenants.wallets.models import Transfer
from tenants.wallets.selectors import transfers_of

KINDS: Final = ("deposit", "transfer", "withdrawal")
STATES_OF: Final = {
    "done": {"settled", "paid", "partial"},
    "waiting": {"initiated", "open", "review", "moving", "manual", "requested", "approved", "sending"},
    "failed": {"failed", "refused", "rejected", "cancelled", "returned"},
}


@dataclass(frozen=True, slots=True)
class MoneyMovement:
    """One row of the list. `money` is as the wallet sees it: negative leaves it."""

    kind: str
    id: uuid.UUID
    at: datetime
    money: Money
    state: str
    login: int | None = None
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader filters by; empty means everything. Days are the reader's own."""

    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MovementPage:
    rows: Sequence[MoneyMovement]
    next_cursor: str


def movements(client: Client, wanted: Wanted, *, cursor: str = "", size: int = 25) -> MovementPage:
    found = [
        row
        for kind, rows, by in _sources(client)
        if wanted.kind in ("", kind)
        for row in _page(kind, rows, by, wanted, cursor, size + 1)
    ]
    found.sort(key=lambda row: (row.at, row.id), reverse=True)
    shown = found[:size]
    return MovementPage(shown, _cursor_after(shown[-1]) if len(found) > size else "")


def _sources(client: Client) -> tuple[tuple[str, QuerySet[Any], str], ...]:
    return (
        ("deposit", deposits_of(client), "created_at"),
        ("transfer", transfers_of(client), "created_at"),
        ("withdrawal", withdrawals_of_party(client.id).filter(party_kind="client"), "requested_at"),
    )


def _page(
    kind: str, rows: QuerySet[Any], by: str, wanted: Wanted, cursor: str, size: int
) -> list[MoneyMovement]:
    if wanted.state in STATES_OF:
        rows = rows.filter(state__in=STATES_OF[wanted.state])
    if wanted.since:
        rows = rows.filter(**{f"{by}__gte": _midnight(wanted.since)})
    if wanted.until:
        rows = rows.filter(**{f"{by}__lt": _midnight(wanted.until + timedelta(days=1))})
    after = _read(cursor)
    if after:
        rows = rows.filter(Q(**{f"{by}__lt": after[0]}) | Q(**{by: after[0], "id__lt": after[1]}))
    return [_row(kind, row) for row in rows.order_by(f"-{by}", "-id")[:size]]


def _row(kind: str, row: Deposit | Transfer | Withdrawal) -> MoneyMovement:
    if isinstance(row, Deposit):
        return MoneyMovement(kind, row.id, row.created_at, row.received or row.money, row.state)
    if isinstance(row, Withdrawal):
        return MoneyMovement(kind, row.id, row.requested_at, -row.money, row.state)
    money = row.money if row.direction == Transfer.Direction.TO_WALLET else -row.money
    return MoneyMovement(kind, row.id, row.created_at, money, row.state, row.account.login, row.direction)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _cursor_after(row: MoneyMovement) -> str:
    return base64.urlsafe_b64encode(f"{row.at.isoformat()}|{row.id}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, uuid.UUID] | None:
    """A forged or damaged cursor starts at the beginning."""
    try:
        at, _, row = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
        return datetime.fromisoformat(at), uuid.UUID(row)
    except (ValueError, binascii.Error):
        return None
