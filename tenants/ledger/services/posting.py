"""The verbs of the ledger. Each is one call of the posting function in a savepoint: all of it, or nothing and a reason.

`key` makes a verb repeatable: the same key with the same input answers what was posted the first time and writes nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError, connection, transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import NotFound
from atrium.kernel.ids import new_ids
from atrium.kernel.money import Money

from .. import refusals, rules, selectors
from ..models import Movement as Row
from ..types import Hold, Movement, Posted

_MOVE_BATCH: Final = """
SELECT transaction_id, replayed FROM ledger_move_batch(
    %s::uuid, %s::text, %s::timestamptz, %s::timestamptz, %s::uuid[], %s::text[], %s::uuid[], %s::uuid[],
    %s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[])
"""


_MOVE: Final = """
SELECT transaction_id, replayed FROM ledger_move(
    %s::uuid, %s::text, %s::timestamptz, %s::timestamptz, %s::uuid, %s::text, %s::uuid, %s::uuid,
    %s::text, %s::text, %s::text, %s::bigint, %s::text)
"""


@dataclass(frozen=True, slots=True)
class Leg:
    movement: Movement
    phase: str = "posted"
    of_hold: uuid.UUID | None = None
    reverses: uuid.UUID | None = None


def post(*, movements: Sequence[Movement], key: str, effective_at: datetime | None = None) -> Posted:
    """Books all movements as one ledger transaction."""
    rules.check_posting(movements, key)
    return move([Leg(movement) for movement in movements], key, effective_at)


def hold(*, movement: Movement, key: str) -> Hold:
    """Reserves the money on the debit account. It stays there, but is no longer available, until settled or voided."""
    rules.check_posting([movement], key)
    posted = move([Leg(movement, phase="hold")], key, None)
    return selectors.hold(posted.transaction_id)


def settle_hold(
    *, hold_id: uuid.UUID, money: Money | None = None, key: str = "", effective_at: datetime | None = None
) -> Posted:
    """Moves the reserved money, or `money` of it: then the rest is free again in the same moment.

    A hold is decided once: settle and void cannot both win.
    """
    return _decide(hold_id, "post", key, effective_at, money)


def void_hold(*, hold_id: uuid.UUID, key: str = "") -> Posted:
    """Gives the reserved money free again."""
    return _decide(hold_id, "void", key, None)


def reverse(*, transaction_id: uuid.UUID, key: str, effective_at: datetime | None = None) -> Posted:
    """Posts the mirror image of a whole ledger transaction, once. History stays as it is."""
    rules.check_key(key)
    rows = (
        Row.objects.filter(ledger_transaction_id=transaction_id)
        .select_related("debit", "credit")
        .order_by("leg")
    )
    legs = [Leg(row.as_movement().reversed(), reverses=row.id) for row in rows]
    if not legs:
        raise NotFound("There is no such ledger transaction.")
    return move(legs, key, effective_at)


def _decide(
    hold_id: uuid.UUID, phase: str, key: str, effective_at: datetime | None, money: Money | None = None
) -> Posted:
    key = key or f"hold:{hold_id}:{phase}"
    rules.check_key(key)
    movement = rules.settled_part(selectors.hold(hold_id).movement, money)
    return move([Leg(movement, phase=phase, of_hold=hold_id)], key, effective_at)


def move(legs: Sequence[Leg], key: str, effective_at: datetime | None) -> Posted:
    tenancy.require()
    ids = new_ids(len(legs))
    first = ids[0]  # a single movement and its transaction share one id
    head = (first, key, effective_at, clock.now())
    # A single movement goes as plain values: to make thirteen lists of one for the wire costs more than the rest here.
    if len(legs) == 1:
        return call(_MOVE, [*head, *_values(first, legs[0])])
    columns = zip(*(_values(each, leg) for each, leg in zip(ids, legs, strict=True)), strict=True)
    return call(_MOVE_BATCH, [*head, *(list(column) for column in columns)])


def call(statement: str, parameters: Sequence[Any]) -> Posted:
    """One of the posting functions. A refusal does not take the caller's transaction with it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            transaction_id, replayed = cursor.fetchone()
    except DatabaseError as error:
        raise refusals.translate(error) from error
    return Posted(transaction_id=transaction_id, replayed=replayed)


def _values(movement_id: uuid.UUID, leg: Leg) -> tuple[Any, ...]:
    """In the order of the functions' arguments."""
    movement, money = leg.movement, leg.movement.money
    return (
        movement_id,
        leg.phase,
        leg.of_hold,
        leg.reverses,
        movement.debit,
        movement.credit,
        money.currency,
        money.amount_minor,
        movement.kind,
    )
