"""The proof in both directions: each business row has its movements, and each posting has its business row.

What a row must have is said by its own room (`MONEY_ROWS`), so the ledger knows no room.
"""

from collections.abc import Iterator
from typing import Final

from django.db import connection

from atrium.brokers.declarations import declared

from ..types import Booking, Discrepancy, MoneyRows

_LACKING: Final = """
SELECT row.id::text, {key}, coalesce(
    (SELECT string_agg(m.kind || ' ' || m.amount_minor || ' ' || m.currency, ', ' ORDER BY m.leg)
     FROM ledger_movement m WHERE m.idem_key = {key}), 'nothing')
FROM {table} AS row WHERE ({when}) AND NOT EXISTS (
    SELECT 1 FROM ledger_movement m WHERE m.idem_key = {key} {facts})
"""
_TOO_MUCH: Final = """
SELECT row.id::text, 'nothing', {key} FROM {table} AS row
WHERE NOT coalesce(({when}), false) AND EXISTS (SELECT 1 FROM ledger_movement m WHERE m.idem_key = {key} {kind})
"""
_WITHOUT_ROW: Final = """
SELECT m.idem_key, 'a row of {table}', 'none' FROM ledger_movement m
WHERE m.leg = 0 AND m.idem_key LIKE ANY (%s) AND m.idem_key NOT IN (
    SELECT said.key FROM ({known}) AS said(key) WHERE said.key IS NOT NULL)
"""
_UNKNOWN: Final = """
SELECT m.idem_key, 'a key of some room', m.kind FROM ledger_movement m
WHERE m.leg = 0 AND m.of_hold IS NULL AND NOT m.idem_key LIKE ANY (%s)
"""


def verify_rows() -> tuple[Discrepancy, ...]:
    """Business rows without their movements, movements of rows in another state, postings that no row answers for."""
    tables = [rows for room in declared("MONEY_ROWS") for rows in room]
    patterns = [pattern for rows in tables for pattern in rows.keys]
    found = [item for rows in tables for item in _of_table(rows)]
    return (*found, *_asked("a posting belongs to a room", _UNKNOWN, [patterns]))


def _of_table(rows: MoneyRows) -> Iterator[Discrepancy]:
    for booking in rows.bookings:
        if not booking.when:
            continue
        words = {"table": rows.table, "key": booking.key, "when": booking.when, "kind": _kind(booking)}
        has_movements = f"a row of {rows.table} has its movements"
        yield from _asked(has_movements, _LACKING.format(**words, facts=_facts(booking)))
        yield from _asked(f"a movement has its row of {rows.table} in that state", _TOO_MUCH.format(**words))
    known = " UNION ALL ".join(f"SELECT {booking.key} FROM {rows.table} AS row" for booking in rows.bookings)
    statement = _WITHOUT_ROW.format(table=rows.table, known=known)
    yield from _asked(f"a posting has its row of {rows.table}", statement, [list(rows.keys)])


def _facts(booking: Booking) -> str:
    facts = [_kind(booking)]
    if booking.amount:
        facts.append(f"AND m.amount_minor = {booking.amount} AND m.currency = {booking.currency}")
    if booking.account:
        facts.append(
            "AND EXISTS (SELECT 1 FROM ledger_account a "
            f"WHERE a.id IN (m.debit_id, m.credit_id) AND a.address = {booking.account})"
        )
    return " ".join(facts)


def _kind(booking: Booking) -> str:
    return f"AND m.kind = '{booking.kind}'" if booking.kind else ""


def _asked(check: str, statement: str, parameters: list[list[str]] | None = None) -> list[Discrepancy]:
    with connection.cursor() as cursor:
        # Without parameters nothing is substituted, so a declaration may hold a per cent sign.
        cursor.execute(statement, parameters)
        return [Discrepancy(f"{check}", *row) for row in cursor.fetchall()]
