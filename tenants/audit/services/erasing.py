"""Erasing a person: the keys go, the chain stays. Hashes run over ciphertext, so nothing has to be sealed anew."""

import uuid
from dataclasses import replace

from django.db import connection, transaction
from psycopg import sql

from atrium.kernel import actor, clock
from atrium.kernel.errors import Refused
from tenants.audit import declarations

from .sealing import seal_pending


def erase_person(*, person_id: uuid.UUID, by: str, reason: str) -> int:
    """Destroys the keys of this human being under every id there is of them. Returns how many; it cannot be undone.

    `by` is said in the entry that records it. Values in entries read “erased” from now on, and later ones are not kept either.
    """
    if not reason.strip():
        raise Refused("Erasing a person needs a reason; it is kept for ever.", field="reason")
    seal_pending(most_blocks=10_000)
    said = replace(actor.current(), reason=f"{reason.strip()} ({by})")
    with actor.acting(said), transaction.atomic():
        ids = sorted(ids_of(person_id))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT audit_destroy_keys(%s, %s::uuid[], %s, %s)",
                [person_id, ids, clock.now(), reason.strip()],
            )
            (count,) = cursor.fetchone()
    return int(count)


def ids_of(person_id: uuid.UUID) -> set[uuid.UUID]:
    """The person's own id and every other that rooms declare to mean the same human being (`PERSON_LINKS`)."""
    found = {person_id}
    while True:
        more = {other for table, columns in _links() for other in _row_mates(table, columns, found)} - found
        if not more:
            return found
        found |= more


def _links() -> list[tuple[str, tuple[str, ...]]]:
    return sorted(declarations.person_links().items())


def _row_mates(table: str, columns: tuple[str, ...], known: set[uuid.UUID]) -> set[uuid.UUID]:
    """All ids in the rows that hold one of those known."""
    names = [sql.Identifier(column) for column in columns]
    condition = sql.SQL(" OR ").join(sql.SQL("{} = ANY (%(known)s)").format(name) for name in names)
    query = sql.SQL("SELECT {} FROM {} WHERE {}").format(
        sql.SQL(", ").join(names), sql.Identifier(table), condition
    )
    with connection.cursor() as cursor:
        cursor.execute(query, {"known": list(known)})
        return {value for row in cursor.fetchall() for value in row if value is not None}
