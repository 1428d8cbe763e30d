"""Ledger transactions as a person reads them: their legs, and whether they were reversed."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from atrium.kernel.errors import NotFound
from atrium.kernel.money import Money
from tenants.ledger.models import Movement as Row
from tenants.staff.models import Member


@dataclass(frozen=True, slots=True)
class Booked:
    """One leg: money that left `debit` and arrived at `credit`; a hold only reserved it, a void gave it free."""

    debit: str
    credit: str
    money: Money
    kind: str
    phase: str


@dataclass(frozen=True, slots=True)
class LedgerTransaction:
    id: uuid.UUID
    key: str
    at: datetime
    legs: tuple[Booked, ...]
    reverses: bool
    is_reversed: bool

    @property
    def may_be_reversed(self) -> bool:
        return (
            not self.reverses
            and not self.is_reversed
            and all(one.phase in ("posted", "post") for one in self.legs)
        )


def transactions(rows: Iterable[Row]) -> list[LedgerTransaction]:
    """By ledger transaction, oldest first."""
    wanted = {row.ledger_transaction_id for row in rows}
    legs = list(
        Row.objects.filter(ledger_transaction_id__in=wanted)
        .select_related("debit", "credit")
        .order_by("seq", "leg")
    )
    turned = (
        set(Row.objects.filter(reverses__in=legs).values_list("reverses_id", flat=True)) if legs else set()
    )
    found: dict[uuid.UUID, list[Row]] = {}
    for leg in legs:
        found.setdefault(leg.ledger_transaction_id, []).append(leg)
    return [_transaction(of, any(leg.id in turned for leg in of)) for of in found.values()]


def transaction_for(member: Member, transaction_id: uuid.UUID) -> LedgerTransaction:
    rows = (
        list(Row.objects.filter(ledger_transaction_id=transaction_id))
        if member.allows("finance.view")
        else []
    )
    if not rows:
        raise NotFound("There is no such ledger transaction.")
    return transactions(rows)[0]


def _transaction(legs: Sequence[Row], is_reversed: bool) -> LedgerTransaction:
    first = legs[0]
    booked = tuple(
        Booked(leg.debit.address, leg.credit.address, leg.money, leg.kind, leg.phase) for leg in legs
    )
    return LedgerTransaction(
        first.ledger_transaction_id, first.idem_key, first.effective_at, booked, first.reverses_id is not None, is_reversed
    )  # fmt: skip


def rows_of_keys(keys: Iterable[str], holds: Iterable[uuid.UUID | None] = ()) -> list[Row]:
    """By the keys they were posted with, and what became of these holds."""
    held = [hold for hold in holds if hold]
    named = Row.objects.filter(idem_key__in=list(keys))
    kept = Row.objects.filter(Q(id__in=held) | Q(of_hold__in=held)) if held else Row.objects.none()
    return [*named, *kept]
