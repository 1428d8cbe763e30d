"""Rooms say what they can be found by, in the transaction that changed it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection

from .models import Entry
from .rules import lexemes
from .types import Indexed, Terms, Worded

# One statement, however many rows: what is the same stays untouched.
_INDEX = """
INSERT INTO search_entry (subject_id, kind, lead_id, terms)
SELECT row.id, row.kind, row.lead, array_to_tsvector(string_to_array(row.words, E'\\n'))
FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::text[]) AS row (id, kind, lead, words)
ON CONFLICT (subject_id) DO UPDATE SET kind = excluded.kind, lead_id = excluded.lead_id, terms = excluded.terms
WHERE (search_entry.terms, search_entry.lead_id) IS DISTINCT FROM (excluded.terms, excluded.lead_id)
"""


def index(*, kind: str, subject_id: uuid.UUID, terms: Terms, lead_id: uuid.UUID | None = None) -> None:
    index_many([Indexed(kind, subject_id, terms, lead_id)])


def index_many(entries: Iterable[Indexed]) -> None:
    """The last word about a subject counts. Something without any word is not found any more."""
    index_worded(worded(entries))


def worded(entries: Iterable[Indexed]) -> list[Worded]:
    """Their words, without asking the database: for somebody who waits for it meanwhile."""
    return [Worded(entry, lexemes(entry.kind, entry.terms)) for entry in entries]


def index_worded(told: Iterable[Worded]) -> None:
    rows = {one.entry.subject_id: one for one in told}
    forget([subject for subject, one in rows.items() if not one.words])
    kept = [one for one in rows.values() if one.words]
    if not kept:
        return
    columns: list[Any] = [
        [one.entry.subject_id for one in kept],
        [one.entry.kind for one in kept],
        [one.entry.lead_id for one in kept],
        ["\n".join(one.words) for one in kept],
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INDEX, columns)


def forget(subject_ids: Iterable[uuid.UUID]) -> None:
    gone = list(subject_ids)
    if gone:
        Entry.objects.filter(subject_id__in=gone).delete()
