"""Which deposit a line of a bank statement pays: by its reference, or by a person who was shown the likely ones."""

import uuid
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, NotFound, Refused
from tenants.activity.services import note

from .. import references
from ..models import BankLine, Deposit, Kind
from .settling import settle_wire

_SUGGESTED: Final = 5
_LIKELY: Final = 60  # percent of letters in common
_NO_ONE: Final = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`alike` is how many percent of the names' letters are in common; `same_amount` whether the amounts are one."""

    deposit: Deposit
    alike: int
    same_amount: bool


def match_by_reference(line: BankLine) -> Deposit | None:
    """In the transaction that brings the line in. Where the deposit has its money already the line stays nobody's."""
    found = references.references_in(line.end_to_end, line.text, line.bank_reference)
    deposits = {one.reference: one for one in Deposit.objects.filter(reference__in=found)}
    for reference in found:
        deposit = deposits.get(reference)
        if deposit is None:
            continue
        if deposit.received_minor is not None:
            _why(line, f"{reference} has its money already.")
            continue
        return _settle(line, deposit.id, _NO_ONE)
    return None


def match_line(*, line_id: uuid.UUID, deposit_id: uuid.UUID, by: uuid.UUID) -> Deposit:
    """A person says whose it is. What is not what was asked for goes to review, as with any deposit."""
    with transaction.atomic():
        line = (
            BankLine.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(id=line_id)
            .first()
        )
        if line is None:
            raise NotFound("There is no such line.")
        if line.state != BankLine.State.OPEN:
            if line.deposit_id == deposit_id:
                return Deposit.objects.get(id=deposit_id)
            raise Conflict("This line is somebody's already. Nothing was booked.")
        deposit = Deposit.objects.filter(id=deposit_id).first()
        if deposit is None or deposit.kind != Kind.WIRE:
            raise NotFound("There is no such bank transfer.")
        if deposit.currency != line.currency:
            raise Refused(
                f"This line is in {line.currency} and the deposit in {deposit.currency}. Nothing was booked."
            )
        return _settle(line, deposit.id, by)


def suggestions(line: BankLine) -> list[Suggestion]:
    """Bank transfers that wait, by amount and by name. Suggestions only: nothing is booked by a likeness."""
    waiting = Deposit.objects.filter(
        kind=Kind.WIRE, currency=line.currency, received_minor__isnull=True
    ).select_related("client__user", "client__lead")
    same = list(waiting.filter(amount_minor=line.amount_minor).order_by("-created_at")[:50])
    others = (
        list(waiting.exclude(amount_minor=line.amount_minor).order_by("-created_at")[:200])
        if line.name
        else []
    )
    found = [
        Suggestion(one, alike(line.name, one.client.user.name), one.amount_minor == line.amount_minor)
        for one in (*same, *others)
    ]
    likely = [one for one in found if one.same_amount or one.alike >= _LIKELY]
    return sorted(likely, key=lambda one: (one.alike, one.same_amount), reverse=True)[:_SUGGESTED]


def alike(one: str, other: str) -> int:
    """Names in any order of their words, whatever their capitals."""
    left, right = (" ".join(sorted(name.casefold().split())) for name in (one, other))
    return round(SequenceMatcher(None, left, right).ratio() * 100) if left and right else 0


def _settle(line: BankLine, deposit_id: uuid.UUID, by: uuid.UUID) -> Deposit:
    deposit = settle_wire(deposit_id=deposit_id, line=line)
    line.state, line.deposit_id, line.why = BankLine.State.MATCHED, deposit.id, ""
    line.matched_by, line.matched_at = (None if by == _NO_ONE else by), clock.now()
    line.save(update_fields=["state", "deposit_id", "matched_by", "matched_at", "why"])
    note(
        subject_kind="client",
        subject_id=deposit.client_id,
        verb="deposit.matched",
        text=f"Bank line of {line.booked_on:%Y-%m-%d} over {line.money} matched to {deposit.reference}",
        key=str(line.id),
    )
    return deposit


def _why(line: BankLine, text: str) -> None:
    line.why = text[:200]
    line.save(update_fields=["why"])
