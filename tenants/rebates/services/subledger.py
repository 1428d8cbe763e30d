"""What of the lines the ledger has: per party and currency the half-even sum of all lines, less what was posted before."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Max

from atrium.kernel import clock
from atrium.kernel.ids import new_ids
from atrium.kernel.money import Money, round_half_even
from tenants.ledger import services as ledger

from .. import postings
from ..models import Line, PartyKind, Posting

Party = tuple[str, int, str]
"""Kind, number, currency."""
AT_ONCE: Final = 20_000
"""Movements of one ledger transaction: no more than the ledger takes under one key."""
FEW: Final = 500
"""Up to so many go the ledger's short way."""

_ADD: Final = """
INSERT INTO rebates_accrual AS row (id, party_kind, party_number, currency, lines_sum, posted_minor, settled_minor)
SELECT added.*, 0, 0
FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::text[], %s::numeric[]) AS added (id, kind, number, currency, lines_sum)
ORDER BY added.kind, added.number, added.currency
ON CONFLICT (party_kind, party_number, currency) DO UPDATE SET lines_sum = row.lines_sum + excluded.lines_sum
"""
_AS_THEY_ARE: Final = """
RETURNING row.id, row.party_kind, row.party_number, row.currency, row.lines_sum, row.posted_minor
"""
_ALL: Final = """
SELECT id, party_kind, party_number, currency, lines_sum, posted_minor FROM rebates_accrual
ORDER BY party_kind, party_number, currency FOR UPDATE
"""
_POSTED: Final = """
UPDATE rebates_accrual row SET posted_minor = row.posted_minor + changed.amount
FROM unnest(%s::uuid[], %s::bigint[]) AS changed (id, amount) WHERE row.id = changed.id
"""
_POSTING: Final = """
INSERT INTO rebates_posting (batch_id, run, party_kind, party_number, currency, lines_sum, amount_minor, transaction_id, at)
SELECT %s, %s, made.kind, made.number, made.currency, made.lines_sum, made.amount, %s, %s
FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::numeric[], %s::bigint[])
    AS made (kind, number, currency, lines_sum, amount)
"""


class _Row(NamedTuple):
    """Of a party, as it stands in the table."""

    id: uuid.UUID
    kind: str
    number: int
    currency: str
    lines_sum: Decimal
    posted_minor: int

    def lacking(self) -> Money:
        """The half-even sum of all lines, less what was posted before."""
        return round_half_even(self.lines_sum, self.currency) - Money(self.posted_minor, self.currency)


_Moved = tuple[_Row, Money]


def post(*, batch_id: uuid.UUID, lines: Sequence[Line]) -> None:
    """One ledger transaction for the batch. The accrual rows are locked in order, so that two batches at once add up."""
    post_sums(batch_id=batch_id, sums=_sums(lines))


def post_sums(*, batch_id: uuid.UUID, sums: Mapping[Party, Decimal]) -> None:
    """What each party's lines add up to, however many there are."""
    if sums:
        _post(batch_id, _added(sums))


def add_sums(*, sums: Mapping[Party, Decimal]) -> None:
    """What a chunk of a long run adds; the ledger hears of it once, when the run is over."""
    if sums:
        with connection.cursor() as cursor:
            cursor.execute(_ADD, _columns(sums))


def post_outstanding(*, batch_id: uuid.UUID) -> None:
    """Whatever the ledger lacks of anybody's lines. Said twice, or after a kill, it posts what is still lacking."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL)
        rows = [_Row(*row) for row in cursor.fetchall()]
    _post(batch_id, rows)


def _added(sums: Mapping[Party, Decimal]) -> list[_Row]:
    """The rows of these parties, made if they are new, locked in one order for everybody."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD + _AS_THEY_ARE, _columns(sums))
        return [_Row(*row) for row in cursor.fetchall()]


def _columns(sums: Mapping[Party, Decimal]) -> list[str]:
    parties = sorted(sums)
    return [
        _array(one.hex for one in new_ids(len(parties))),
        _array(kind for kind, _, _ in parties),
        _array(str(number) for _, number, _ in parties),
        _array(currency for _, _, currency in parties),
        _array(str(sums[party]) for party in parties),
    ]


def _post(batch_id: uuid.UUID, rows: Sequence[_Row]) -> None:
    moved = [(row, money) for row in rows if (money := row.lacking())]
    if not moved:
        return
    run = (Posting.objects.filter(batch_id=batch_id).aggregate(last=Max("run"))["last"] or 0) + 1
    with connection.cursor() as cursor:
        cursor.execute(
            _POSTED, [_array(row.id.hex for row, _ in moved), _array(str(m.amount_minor) for _, m in moved)]
        )
    for number, part in enumerate(_parts(moved)):
        _post_part(batch_id, run + number, part)


def _post_part(batch_id: uuid.UUID, run: int, part: Sequence[_Moved]) -> None:
    movements = [
        postings.rebates_accrued(party_kind=row.kind, party_number=row.number, money=money)
        for row, money in part
    ]
    key = f"rebates:{batch_id}:{run}"
    if len(movements) > FEW:
        [transaction_id] = ledger.post_many(movements=movements, key=key).transaction_ids
    else:
        transaction_id = ledger.post(movements=movements, key=key).transaction_id
    values = [
        _array(row.kind for row, _ in part),
        _array(str(row.number) for row, _ in part),
        _array(row.currency for row, _ in part),
        _array(str(row.lines_sum) for row, _ in part),
        _array(str(money.amount_minor) for _, money in part),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_POSTING, [batch_id, run, transaction_id, clock.now(), *values])


def _array(words: Iterable[str]) -> str:
    """An array as PostgreSQL writes it, of words that need no quotes: made at a fifth of the driver's price."""
    return f"{{{','.join(words)}}}"


def _parts(moved: Sequence[_Moved]) -> Iterable[Sequence[_Moved]]:
    for start in range(0, len(moved), AT_ONCE):
        yield moved[start : start + AT_ONCE]


def _sums(lines: Iterable[Line]) -> dict[Party, Decimal]:
    sums: dict[Party, Decimal] = {}
    for line in lines:
        party = line.partner if line.party_kind == PartyKind.PARTNER else line.client
        if party is not None and line.amount:
            key = (line.party_kind, party.number, line.currency)
            sums[key] = sums.get(key, Decimal(0)) + line.amount
    return sums
