"""What of the lines the ledger has: per party and currency the half-even sum of all lines, less what was posted before."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from django.db import connection
from django.db.models import Max

from atrium.kernel import clock
from atrium.kernel.money import Money, round_half_even
from tenants.ledger import services as ledger

from .. import postings
from ..models import Accrual, Line, PartyKind, Posting

Party = tuple[str, int, str]
"""Kind, number, currency."""
AT_ONCE: Final = 20_000
"""Movements of one ledger transaction: no more than the ledger takes under one key."""
FEW: Final = 500
"""Up to so many go the ledger's short way."""

_CHANGE: Final = """
UPDATE rebates_accrual row SET lines_sum = changed.lines_sum, posted_minor = changed.posted_minor
FROM unnest(%s::uuid[], %s::numeric[], %s::bigint[]) AS changed (id, lines_sum, posted_minor) WHERE row.id = changed.id
"""


def post(*, batch_id: uuid.UUID, lines: Sequence[Line]) -> None:
    """One ledger transaction for the batch. The accrual rows are locked in order, so that two batches at once add up."""
    post_sums(batch_id=batch_id, sums=_sums(lines))


def post_sums(*, batch_id: uuid.UUID, sums: Mapping[Party, Decimal]) -> None:
    """What each party's lines add up to, however many there are."""
    if not sums:
        return
    accruals = locked(sums)
    for accrual in accruals:
        accrual.lines_sum += sums[accrual.party_kind, accrual.party_number, accrual.currency]
    _post(batch_id, accruals)


def add_sums(*, sums: Mapping[Party, Decimal]) -> None:
    """What a chunk of a long run adds; the ledger hears of it once, when the run is over."""
    accruals = locked(sums) if sums else []
    for accrual in accruals:
        accrual.lines_sum += sums[accrual.party_kind, accrual.party_number, accrual.currency]
    _store(accruals)


def post_outstanding(*, batch_id: uuid.UUID) -> None:
    """Whatever the ledger lacks of anybody's lines. Said twice, or after a kill, it posts what is still lacking."""
    rows = Accrual.objects.select_for_update().order_by("party_kind", "party_number", "currency")
    _post(batch_id, [row for row in rows if _lacking(row)])


def _post(batch_id: uuid.UUID, accruals: Sequence[Accrual]) -> None:
    run = (Posting.objects.filter(batch_id=batch_id).aggregate(last=Max("run"))["last"] or 0) + 1
    moved = []
    for accrual in accruals:
        money = _lacking(accrual)
        accrual.posted_minor += money.amount_minor
        if money:
            moved.append((accrual, money))
    _store(accruals)
    for number, part in enumerate(_parts(moved)):
        _post_part(batch_id, run + number, part)


def _post_part(batch_id: uuid.UUID, run: int, part: Sequence[tuple[Accrual, Money]]) -> None:
    movements = [
        postings.rebates_accrued(
            party_kind=accrual.party_kind, party_number=accrual.party_number, money=money
        )
        for accrual, money in part
    ]
    key = f"rebates:{batch_id}:{run}"
    if len(movements) > FEW:
        [transaction_id] = ledger.post_many(movements=movements, key=key).transaction_ids
    else:
        transaction_id = ledger.post(movements=movements, key=key).transaction_id
    at = clock.now()
    Posting.objects.bulk_create(
        (
            Posting(
                batch_id=batch_id,
                run=run,
                party_kind=accrual.party_kind,
                party_number=accrual.party_number,
                currency=accrual.currency,
                lines_sum=accrual.lines_sum,
                amount_minor=money.amount_minor,
                transaction_id=transaction_id,
                at=at,
            )
            for accrual, money in part
        ),
        batch_size=4_000,
    )


def locked(parties: Iterable[Party]) -> list[Accrual]:
    """The rows of these parties, made if they are new, locked in one order for everybody."""
    wanted = sorted(set(parties))
    found = _found(wanted)
    if len(found) < len(wanted):
        there = {(row.party_kind, row.party_number, row.currency) for row in found}
        Accrual.objects.bulk_create(
            [
                Accrual(party_kind=kind, party_number=number, currency=currency)
                for kind, number, currency in wanted
                if (kind, number, currency) not in there
            ],
            batch_size=4_000,
            ignore_conflicts=True,
        )
    return _found(wanted, lock=True)


def _found(wanted: Sequence[Party], *, lock: bool = False) -> list[Accrual]:
    rows = Accrual.objects.order_by("party_kind", "party_number", "currency")
    rows = (rows.select_for_update() if lock else rows).filter(
        party_number__in={number for _, number, _ in wanted}
    )
    parties = set(wanted)
    return [row for row in rows if (row.party_kind, row.party_number, row.currency) in parties]


def _store(accruals: Sequence[Accrual]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _CHANGE,
            [
                [row.id for row in accruals],
                [row.lines_sum for row in accruals],
                [row.posted_minor for row in accruals],
            ],
        )


def _parts(moved: Sequence[tuple[Accrual, Money]]) -> Iterable[Sequence[tuple[Accrual, Money]]]:
    for start in range(0, len(moved), AT_ONCE):
        yield moved[start : start + AT_ONCE]


def _lacking(accrual: Accrual) -> Money:
    """The half-even sum of all lines, less what was posted before."""
    return round_half_even(accrual.lines_sum, accrual.currency) - Money(
        accrual.posted_minor, accrual.currency
    )


def _sums(lines: Iterable[Line]) -> dict[Party, Decimal]:
    sums: dict[Party, Decimal] = {}
    for line in lines:
        party = line.partner if line.party_kind == PartyKind.PARTNER else line.client
        if party is not None and line.amount:
            key = (line.party_kind, party.number, line.currency)
            sums[key] = sums.get(key, Decimal(0)) + line.amount
    return sums
