"""Many leads to one colleague, to a pool or to another desk: one statement and one event for all of them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import connection, transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from tenants.activity.services import note_many
from tenants.outbox.services import announce
from tenants.staff.models import Desk, Member

from .. import selectors
from .assigning import must_take_leads

MOST: Final = 10_000

# A lead that is open still is protected anew from now; one that was won stays without an end.
MOVE: Final = """
UPDATE leads_lead l
   SET assigned_to_id = %(member)s::uuid, desk_id = coalesce(%(desk)s::uuid, l.desk_id),
       assigned_because = %(because)s, assigned_at = %(assigned_at)s::timestamptz, warned_at = NULL, version = l.version + 1,
       protected_until = CASE WHEN l.status IN ('lead', 'demo') THEN %(until)s::timestamptz END
 WHERE l.id = ANY(%(ids)s) AND l.merged_into_id IS NULL
   AND (l.assigned_to_id, l.desk_id) IS DISTINCT FROM (%(member)s::uuid, coalesce(%(desk)s::uuid, l.desk_id))
RETURNING l.id
"""

# Its manager keeps it, and the protection that runs.
_TO_DESK: Final = """
UPDATE leads_lead l SET desk_id = %(desk)s::uuid, version = l.version + 1
 WHERE l.id = ANY(%(ids)s) AND l.merged_into_id IS NULL AND l.desk_id IS DISTINCT FROM %(desk)s::uuid
RETURNING l.id
"""


@transaction.atomic
def reassign_many(
    ids: Sequence[uuid.UUID],
    *,
    to: Member | None,
    by: Member | None,
    reason: str,
    desk: Desk | None = None,
) -> int:
    """Those of them that `by` may assign (None: the system) and that somebody else has. How many were moved."""
    if len(ids) > MOST:
        raise InvalidInput(f"At most {MOST:,} leads move in one step.")
    if to is not None:
        must_take_leads(to)
    wanted = selectors.visible_ids(by, ids, "leads.assign") if by else list(ids)
    moved = move(wanted, to=to, desk=desk or (to.desk if to else None), because=reason)
    if moved:
        announce(
            "lead.reassigned",
            lead_ids=sorted(map(str, moved)),
            member_id=str(to.id) if to else "",
            reason=reason,
        )
    return len(moved)


def move(ids: Sequence[uuid.UUID], *, to: Member | None, desk: Desk | None, because: str) -> list[uuid.UUID]:
    """The rows are locked in the order of their ids, so that two movers never wait for each other in a circle."""
    now = clock.now()
    if not ids:
        return []
    values = {
        "member": to.id if to else None,
        "desk": desk.id if desk else None,
        "because": because[:300],
        "assigned_at": now if to else None,
        "until": selectors.protections().until(desk.id if desk else None, now) if to else None,
    }
    moved = _changed(MOVE, ids, values)
    place = str(to) if to else f"the pool of {desk}" if desk else "the company's pool"
    note_many(subject_kind="lead", subject_ids=moved, verb="assigned", text=f"Assigned to {place}: {because}")
    return moved


@transaction.atomic
def change_desk(ids: Sequence[uuid.UUID], *, desk: Desk | None, because: str) -> list[uuid.UUID]:
    """The desk whose pool, rules and leaders they belong to; each keeps its manager. Those that moved."""
    moved = _changed(_TO_DESK, ids, {"desk": desk.id if desk else None})
    text = f"Desk is now {desk}: {because}" if desk else f"Belongs to no desk now: {because}"
    note_many(subject_kind="lead", subject_ids=moved, verb="assigned", text=text)
    if moved:
        announce("lead.reassigned", lead_ids=sorted(map(str, moved)), member_id="", reason=because)
    return moved


def _changed(statement: str, ids: Sequence[uuid.UUID], values: Mapping[str, Any]) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM leads_lead WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [sorted(ids)])
        cursor.execute(statement, {**values, "ids": list(ids)})
        return [row[0] for row in cursor.fetchall()]
