"""A great many movements as one: all of them or none, set by set, under one key."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from .. import rules
from ..types import Movement, PostedMany
from .posting import Leg, move

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
    sets = [ordered[start : start + SET] for start in range(0, len(ordered), SET)]
    posted = [
        move(_legs(each), f"{key}:{number}" if number else key, effective_at, whole)
        for number, each in enumerate(sets)
    ]
    return PostedMany(
        transaction_ids=tuple(one.transaction_id for one in posted),
        count=len(ordered),
        replayed=posted[0].replayed,
    )


def _order(movement: Movement) -> tuple[str, str, int, str]:
    return movement.debit, movement.credit, movement.money.amount_minor, movement.kind


def _legs(movements: Sequence[Movement]) -> list[Leg]:
    return [Leg(movement) for movement in movements]


def _digest(movements: Sequence[Movement]) -> bytes:
    digest = hashlib.sha256(str(len(movements)).encode())
    for movement in movements:
        money = movement.money
        text = (
            f"{movement.debit}\n{movement.credit}\n{money.amount_minor}\n{money.currency}\n{movement.kind}\n"
        )
        digest.update(text.encode())
    return digest.digest()
