"""Statements: the movements of one account, newest first."""

import uuid
from typing import Final

from django.db.models import F, Q

from atrium.kernel.money import Money

from ..models import Account
from ..models import Movement as Row
from ..types import Entry, EntryPage, Movement

PAGE_LIMIT: Final = 200
_MOVED: Final = Q(phase__in=["posted", "post"])


def entries(address: str, cursor: int | None = None, limit: int = 50) -> EntryPage:
    """`cursor` is the `next_cursor` of the page before. Holds move nothing, so they are no entries."""
    account = Account.objects.filter(address=address).first()
    if account is None:
        return EntryPage((), None)
    limit = max(1, min(limit, PAGE_LIMIT))
    # Each side has its own index; an OR of the two would read the whole account.
    rows = [row for side in ("debit", "credit") for row in _side(account, side, cursor, limit + 1)]
    rows.sort(key=lambda row: row.seq, reverse=True)
    page = tuple(_entry(address, row) for row in rows[:limit])
    return EntryPage(page, page[-1].sequence if len(rows) > limit else None)


def transaction_movements(transaction_id: uuid.UUID) -> tuple[Movement, ...]:
    rows = (
        Row.objects.filter(ledger_transaction_id=transaction_id)
        .select_related("debit", "credit")
        .order_by("leg")
    )
    return tuple(row.as_movement() for row in rows)


def _side(account: Account, side: str, cursor: int | None, limit: int) -> list[Row]:
    rows = Row.objects.filter(_MOVED, **{side: account}).select_related("debit", "credit")
    older = rows if cursor is None else rows.filter(seq__lt=cursor)
    return list(older.order_by(F("seq").desc())[:limit])


def _entry(address: str, row: Row) -> Entry:
    came_in = row.credit.address == address
    return Entry(
        sequence=row.seq,
        movement_id=row.id,
        transaction_id=row.ledger_transaction_id,
        address=address,
        counterpart=row.debit.address if came_in else row.credit.address,
        money=Money(row.amount_minor if came_in else -row.amount_minor, row.currency),
        kind=row.kind,
        key=row.idem_key,
        effective_at=row.effective_at,
        reverses=row.reverses_id,
    )
