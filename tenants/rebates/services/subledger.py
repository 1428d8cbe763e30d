"""What of the lines the ledger has: per party and currency the half-even sum of all lines, less what was posted before."""

import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import Max

from atrium.kernel.money import Money, round_half_even
from tenants.ledger import services as ledger

from .. import postings
from ..models import Accrual, Line, PartyKind, Posting

Party = tuple[str, int, str]
"""Kind, number, currency."""


def post(*, batch_id: uuid.UUID, lines: Sequence[Line]) -> None:
    """One ledger transaction for the batch. The accrual rows are locked in order, so that two batches at once add up."""
    sums = _sums(lines)
    if not sums:
        return
    run = (Posting.objects.filter(batch_id=batch_id).aggregate(last=Max("run"))["last"] or 0) + 1
    changes = [(accrual, _added(accrual, sums)) for accrual in locked(sums)]
    movements = [
        postings.rebates_accrued(
            party_kind=accrual.party_kind, party_number=accrual.party_number, money=money
        )
        for accrual, money in changes
        if money
    ]
    Accrual.objects.bulk_update([accrual for accrual, _ in changes], ["lines_sum", "posted_minor"])
    if not movements:
        return
    posted = ledger.post(movements=movements, key=f"rebates:{batch_id}:{run}")
    Posting.objects.bulk_create(
        Posting(
            batch_id=batch_id,
            run=run,
            party_kind=accrual.party_kind,
            party_number=accrual.party_number,
            currency=accrual.currency,
            lines_sum=accrual.lines_sum,
            amount_minor=money.amount_minor,
            transaction_id=posted.transaction_id,
        )
        for accrual, money in changes
        if money
    )


def locked(parties: Iterable[Party]) -> list[Accrual]:
    """The rows of these parties, made if they are new, locked in one order for everybody."""
    wanted = sorted(set(parties))
    Accrual.objects.bulk_create(
        [
            Accrual(party_kind=kind, party_number=number, currency=currency)
            for kind, number, currency in wanted
        ],
        ignore_conflicts=True,
    )
    rows = Accrual.objects.select_for_update().order_by("party_kind", "party_number", "currency")
    numbers = {number for _, number, _ in wanted}
    found = rows.filter(party_number__in=numbers)
    return [row for row in found if (row.party_kind, row.party_number, row.currency) in set(wanted)]


def _added(accrual: Accrual, sums: dict[Party, Decimal]) -> Money:
    """Adds the new lines to the row, and says what the ledger lacks now."""
    accrual.lines_sum += sums[accrual.party_kind, accrual.party_number, accrual.currency]
    target = round_half_even(accrual.lines_sum, accrual.currency)
    missing = target - Money(accrual.posted_minor, accrual.currency)
    accrual.posted_minor = target.amount_minor
    return missing


def _sums(lines: Iterable[Line]) -> dict[Party, Decimal]:
    sums: dict[Party, Decimal] = {}
    for line in lines:
        party = line.partner if line.party_kind == PartyKind.PARTNER else line.client
        if party is not None and line.amount:
            key = (line.party_kind, party.number, line.currency)
            sums[key] = sums.get(key, Decimal(0)) + line.amount
    return sums
