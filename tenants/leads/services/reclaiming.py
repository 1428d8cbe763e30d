"""Leads that nobody spoke to go back to the pool; their manager is told before. One statement a thousand leads.

A row that a contact has just locked is left for the next round; one that was renewed a moment ago is looked at again under
its lock and stays. So a contact and the clock never both win.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import connection, transaction

from atrium.kernel import clock
from tenants.activity.services import note_many
from tenants.outbox.services import announce

from .. import selectors
from . import telling

CHUNK: Final = 1000

_RECLAIM: Final = """
WITH due AS (
  SELECT id, assigned_to_id, name FROM leads_lead
   WHERE protected_until <= %(now)s AND assigned_to_id IS NOT NULL AND merged_into_id IS NULL
     AND status IN ('lead', 'demo')
   ORDER BY protected_until LIMIT %(chunk)s FOR UPDATE SKIP LOCKED)
UPDATE leads_lead l
   SET assigned_to_id = NULL, assigned_at = NULL, protected_until = NULL, warned_at = NULL, reclaimed_at = %(now)s,
       assigned_because = 'Back in the pool: nobody spoke to them while they were protected', version = l.version + 1
  FROM due WHERE l.id = due.id
RETURNING l.id, due.assigned_to_id, due.name
"""

_WARN: Final = """
WITH due AS (
  SELECT l.id FROM leads_lead l LEFT JOIN leads_protection p ON p.desk_id = l.desk_id
   WHERE l.protected_until > %(now)s AND l.protected_until <= %(now)s + make_interval(days => %(longest)s)
     AND l.protected_until <= %(now)s + make_interval(days => coalesce(p.warning_days, %(days)s))
     AND l.assigned_to_id IS NOT NULL AND l.warned_at IS NULL AND l.merged_into_id IS NULL
     AND l.status IN ('lead', 'demo')
   ORDER BY l.protected_until LIMIT %(chunk)s FOR UPDATE OF l SKIP LOCKED)
UPDATE leads_lead l SET warned_at = %(now)s FROM due WHERE l.id = due.id
RETURNING l.id, l.assigned_to_id, l.name
"""


def reclaim_due() -> int:
    """How many leads went back to their desks' pools."""
    return _in_chunks(_reclaim_chunk)


def warn_due() -> int:
    """How many leads their managers were warned of; of each end of a protection once."""
    return _in_chunks(_warn_chunk)


def _in_chunks(chunk: Any) -> int:
    total = 0
    while found := chunk():
        total += found
        if found < CHUNK:
            break
    return total


@transaction.atomic
def _reclaim_chunk() -> int:
    rows = _rows(_RECLAIM, {"now": clock.now(), "chunk": CHUNK})
    if not rows:
        return 0
    ids = [lead_id for lead_id, _, _ in rows]
    note_many(
        subject_kind="lead", subject_ids=ids, verb="reclaimed", text="Back in the pool: the protection ended"
    )
    _, before = _by_manager(rows)
    announce("lead.reclaimed", lead_ids=sorted(map(str, ids)), members=_as_text(before))
    telling.reclaimed(_names(rows))
    return len(rows)


@transaction.atomic
def _warn_chunk() -> int:
    rules = selectors.protections()
    longest = max([rules.house.warning_days, *(desk.warning_days for desk in rules.desks.values())])
    values = {
        "now": clock.now(),
        "chunk": CHUNK,
        "days": rules.house.warning_days,
        "longest": longest,
    }
    rows = _rows(_WARN, values)
    if rows:
        telling.soon_reclaimed(_names(rows))
    return len(rows)


def _rows(statement: str, values: Mapping[str, Any]) -> list[tuple[uuid.UUID, uuid.UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _by_manager(
    rows: Iterable[tuple[uuid.UUID, uuid.UUID, str]],
) -> tuple[Mapping[uuid.UUID, list[str]], Mapping[uuid.UUID, list[uuid.UUID]]]:
    names: dict[uuid.UUID, list[str]] = defaultdict(list)
    ids: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for lead_id, member_id, name in rows:
        names[member_id].append(name)
        ids[member_id].append(lead_id)
    return names, ids


def _names(rows: Iterable[tuple[uuid.UUID, uuid.UUID, str]]) -> Mapping[uuid.UUID, list[str]]:
    return _by_manager(rows)[0]


def _as_text(ids: Mapping[uuid.UUID, list[uuid.UUID]]) -> dict[str, list[str]]:
    return {str(member): [str(lead_id) for lead_id in found] for member, found in ids.items()}
