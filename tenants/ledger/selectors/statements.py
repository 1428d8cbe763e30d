"""An account's statement: what it held, each movement with the balance after it, what it held then."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any, Final

from django.db import connection

from atrium.kernel.money import Money

from ..addresses import parse
from ..types import Entry, Statement, StatementRow
from .balances import balance

_CHUNK: Final = 1000
_SIDE: Final = """
    SELECT m.seq, m.id, m.ledger_transaction_id, m.{other}_id AS other_id, {sign} m.amount_minor AS signed, m.kind,
        m.idem_key, m.effective_at, m.reverses
    FROM ledger_movement m
    WHERE m.{own}_id = (SELECT id FROM ledger_account WHERE address = %(address)s) AND m.phase IN ('posted', 'post')
        AND m.seq >= %(from_seq)s AND m.effective_at >= %(since)s AND m.effective_at < %(until)s
"""
_ROWS: Final = f"""
SELECT row.seq, row.id, row.ledger_transaction_id, other.address, row.signed, row.kind, row.idem_key, row.effective_at,
    row.reverses, sum(row.signed) OVER (ORDER BY row.effective_at, row.seq)::bigint, sum(row.signed) OVER ()::bigint,
    count(*) OVER ()
FROM ({_SIDE.format(own="debit", other="credit", sign="-")} UNION ALL
    {_SIDE.format(own="credit", other="debit", sign="")}) AS row
JOIN ledger_account other ON other.id = row.other_id
ORDER BY row.effective_at, row.seq
"""
# What was effective from then on was booked from here on: the seal of the day before says so.
_FROM_SEQ: Final = """
SELECT open_seq FROM ledger_day WHERE (day + 1)::timestamp AT TIME ZONE 'UTC' <= %s ORDER BY day DESC LIMIT 1
"""


def statement(address: str, since: datetime, until: datetime) -> Statement:
    """What was effective from `since` on and before `until`, oldest first. The rows come from the database as they are
    read, a thousand at a time, and are read once; all of them are of one moment, and `closing` is what they add up to.
    """
    opening = balance(address, since).posted
    found = _stream(address, since, until)
    first = next(found, None)
    total, count = (first[-2], first[-1]) if first else (0, 0)
    every = chain([first] if first else [], found)
    return Statement(
        address=address,
        since=since,
        until=until,
        opening=opening,
        closing=opening + Money(total, opening.currency),
        count=count,
        rows=(_row(address, opening, row) for row in every),
    )


def _stream(address: str, since: datetime, until: datetime) -> Iterator[tuple[Any, ...]]:
    facts: dict[str, Any] = {"address": address, "since": since, "until": until, "from_seq": _from_seq(since)}
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS, facts)
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows


def _from_seq(since: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_FROM_SEQ, [since])
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def _row(address: str, opening: Money, row: tuple[Any, ...]) -> StatementRow:
    seq, movement_id, transaction_id, counterpart, signed, kind, key, effective_at, reverses, running, *_ = (
        row
    )
    entry = Entry(
        sequence=seq,
        movement_id=movement_id,
        transaction_id=transaction_id,
        address=address,
        counterpart=counterpart,
        money=Money(signed, parse(address).currency),
        kind=kind,
        key=key,
        effective_at=effective_at,
        reverses=reverses,
    )
    return StatementRow(entry=entry, balance=opening + Money(running, opening.currency))
