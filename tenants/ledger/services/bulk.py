"""A great many movements as one: all of them or none, set by set, under one key."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.ids import new_ids

from .. import rules
from ..types import Movement, Posted, PostedMany
from .posting import call

_MOVE_MANY: Final = """
SELECT transaction_id, replayed FROM ledger_move_many(
    %s::uuid, %s::text, %s::timestamptz, %s::timestamptz, %s::bytea, %s::text[], %s::uuid[], %s::integer[],
    %s::integer[], %s::text[], %s::bigint[], %s::text[])
"""

SET: Final = 25_000
"""Movements in one statement, and in one ledger transaction."""


@transaction.atomic
def post_many(*, movements: Iterable[Movement], key: str, effective_at: datetime | None = None) -> PostedMany:
    """The same key with the same movements, in whatever order, answers what was posted; with others it is refused.

    Each set is one ledger transaction: the first under `key`, the others under `key:1`, `key:2` and so on. Sorted by
    address, so that two of these at once wait for each other instead of deadlocking.
    """
    ordered = sorted(movements, key=_order)
    rules.check_posting(ordered, f"{key}:{len(ordered) // SET}")
    whole = _digest(ordered)
    posted = [
        _post_set(
            ordered[start : start + SET], f"{key}:{start // SET}" if start else key, effective_at, whole
        )
        for start in range(0, len(ordered), SET)
    ]
    return PostedMany(
        transaction_ids=tuple(one.transaction_id for one in posted),
        count=len(ordered),
        replayed=posted[0].replayed,
    )


def _post_set(movements: Sequence[Movement], key: str, effective_at: datetime | None, whole: bytes) -> Posted:
    """An address goes over the wire once; the movements name its place."""
    tenancy.require()
    ids = new_ids(len(movements) + 1)
    addresses = sorted({one.debit for one in movements} | {one.credit for one in movements})
    places = {address: place for place, address in enumerate(addresses, start=1)}
    return call(
        _MOVE_MANY,
        [
            ids[0],
            key,
            effective_at,
            clock.now(),
            whole,
            addresses,
            _array(one.hex for one in ids[1:]),
            _array(str(places[one.debit]) for one in movements),
            _array(str(places[one.credit]) for one in movements),
            _array(one.money.currency for one in movements),
            _array(str(one.money.amount_minor) for one in movements),
            _array(one.kind for one in movements),
        ],
    )


def _array(words: Iterable[str]) -> str:
    """An array as PostgreSQL writes it, for words that need no quotes: `rules` let no other pass. Made at a fifth of the
    driver's price, which asks of each word whether it needs some."""
    return f"{{{','.join(words)}}}"


def _order(movement: Movement) -> tuple[str, str, int, str]:
    return movement.debit, movement.credit, movement.money.amount_minor, movement.kind


def _digest(movements: Sequence[Movement]) -> bytes:
    digest = hashlib.sha256(str(len(movements)).encode())
    for movement in movements:
        money = movement.money
        text = (
            f"{movement.debit}\n{movement.credit}\n{money.amount_minor}\n{money.currency}\n{movement.kind}\n"
        )
        digest.update(text.encode())
    return digest.digest()
