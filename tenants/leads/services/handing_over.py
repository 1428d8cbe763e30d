"""Everything a manager has goes to others in one action, and comes back in one.

Chunk by chunk, each in a transaction of its own: a handover that was interrupted goes on where it stopped, because what has
moved is no longer its giver's.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import connection, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tenants.activity.services import note_many
from tenants.jobs.services import start
from tenants.notifications.services import notify
from tenants.outbox.services import announce
from tenants.staff.models import Member
from tenants.staff.selectors import members_with_authority
from tenants.work.services import move_back, move_open_tasks

from ..models import HandedOver, Handover, Lead
from .assigning import must_take_leads
from .moving import move

CHUNK: Final = 500
AT_ONCE: Final = 1000
"""So many are moved while the page waits; more become a job with its progress."""


@transaction.atomic
def begin_handover(
    *,
    giver: Member,
    takers: Sequence[Member],
    by: Member,
    note: str,
    lead_ids: Sequence[uuid.UUID] | None = None,
) -> Handover:
    """`lead_ids` None: everything that `giver` has. Nothing has moved yet: `go_on` does it."""
    chosen = list({taker.id: taker for taker in takers if taker.id != giver.id}.values())
    if not chosen:
        raise InvalidInput("Choose at least one colleague who takes over.", field="takers")
    for taker in chosen:
        must_take_leads(taker)
    if Handover.objects.filter(giver=giver, state__in=["running", "undoing"]).exists():
        raise Conflict(f"{giver} is being handed over already. Wait until that is done.")
    theirs = Lead.objects.filter(assigned_to=giver, merged_into=None)
    if lead_ids is not None:
        theirs = theirs.filter(id__in=list(lead_ids))
    handover = Handover.objects.create(
        giver=giver, by=by, note=note.strip(), total=theirs.count(), at=clock.now()
    )
    handover.takers.set(chosen)
    if lead_ids is not None:
        handover.chosen = [str(lead_id) for lead_id in lead_ids]
        handover.save(update_fields=["chosen"])
    return handover


def hand_over(
    *,
    giver: Member,
    takers: Sequence[Member],
    by: Member,
    note: str = "",
    lead_ids: Sequence[uuid.UUID] | None = None,
) -> Handover:
    """At once where they are few, else as a job whose progress the page shows."""
    handover = begin_handover(giver=giver, takers=takers, by=by, note=note, lead_ids=lead_ids)
    if handover.total > AT_ONCE:
        title = f"Handover of {giver}: {handover.total:,} leads and clients"
        start(kind="leads.handover", params={"handover": str(handover.id)}, by=by, title=title)
        return handover
    while go_on(handover.id):
        pass
    handover.refresh_from_db()
    return handover


@transaction.atomic
def go_on(handover_id: uuid.UUID) -> int:
    """The next chunk. How many moved; 0: all is done."""
    handover = _locked(handover_id)
    if handover.state != Handover.State.RUNNING:
        return 0
    ids = _next_ids(handover)
    if not ids:
        _done(handover)
        return 0
    for taker, theirs in _shared(handover, ids).items():
        _give(handover, taker, theirs)
    handover.save(update_fields=["leads", "tasks"])
    return len(ids)


def undo_handover(*, handover_id: uuid.UUID, by: Member) -> Handover:
    """What is still with its taker goes back, with its open tasks; what has moved on since stays where it is."""
    total = _begin_undo(handover_id)
    if total > AT_ONCE:
        title = f"Taking a handover back: {total:,} leads and clients"
        start(kind="leads.handover_back", params={"handover": str(handover_id)}, by=by, title=title)
    else:
        while go_back(handover_id):
            pass
    return Handover.objects.get(id=handover_id)


@transaction.atomic
def go_back(handover_id: uuid.UUID) -> int:
    handover = _locked(handover_id)
    if handover.state != Handover.State.UNDOING:
        return 0
    items = list(handover.items.filter(is_back=False).select_related("taker__user").order_by("id")[:CHUNK])
    if not items:
        handover.state, handover.undone_at = Handover.State.UNDONE, clock.now()
        handover.save(update_fields=["state", "undone_at"])
        announce("handover.undone", handover_id=str(handover.id))
        return 0
    for item in items:
        item.is_back = True
    still = _still_with_takers(items)
    _write_back([item for item in items if item.lead_id in still], handover.giver)
    _tasks_back(items, handover.giver)
    HandedOver.objects.bulk_update(items, ["is_back"])
    return len(items)


@transaction.atomic
def _begin_undo(handover_id: uuid.UUID) -> int:
    handover = _locked(handover_id)
    if handover.state != Handover.State.DONE:
        raise Conflict("Only a handover that is done, and was not taken back, can be taken back.")
    giver = members_with_authority(Member.objects.filter(id=handover.giver_id).select_related("user"))[0]
    if not giver.allows("leads.view"):
        raise Refused(
            f"{giver} has no role now that sees leads, so nothing can go back. Hand over to somebody else instead."
        )
    handover.state = Handover.State.UNDOING
    handover.save(update_fields=["state"])
    return handover.leads


def _next_ids(handover: Handover) -> list[uuid.UUID]:
    theirs = Lead.objects.filter(assigned_to=handover.giver_id, merged_into=None)
    if handover.chosen is not None:
        theirs = theirs.filter(id__in=handover.chosen)
    return list(theirs.order_by("id").values_list("id", flat=True)[:CHUNK])


def _shared(handover: Handover, ids: Sequence[uuid.UUID]) -> Mapping[Member, list[uuid.UUID]]:
    """In turn, going on where the last chunk ended."""
    takers = list(handover.takers.select_related("user", "desk").order_by("user__name", "id"))
    shares: dict[Member, list[uuid.UUID]] = defaultdict(list)
    for at, lead_id in enumerate(ids, start=handover.leads):
        shares[takers[at % len(takers)]].append(lead_id)
    return shares


def _give(handover: Handover, taker: Member, ids: Sequence[uuid.UUID]) -> None:
    before = {row["id"]: row for row in Lead.objects.filter(id__in=ids).values(*_BEFORE)}
    reason = f"Handed over by {handover.giver}"
    moved = move(ids, to=taker, desk=taker.desk, because=reason)
    tasks = move_open_tasks(from_user=handover.giver.user, to_user=taker.user, lead_ids=moved)
    items = [
        HandedOver(handover=handover, lead_id=lead_id, taker=taker, before=_as_json(before[lead_id]))
        for lead_id in moved
    ]
    if items:
        items[0].before["tasks"] = [str(task_id) for task_id in tasks]
    HandedOver.objects.bulk_create(items)
    if handover.note:
        note_many(
            subject_kind="lead", subject_ids=moved, verb="handover", text=f"Handover note: {handover.note}"
        )
    if moved:
        announce("lead.reassigned", lead_ids=sorted(map(str, moved)), member_id=str(taker.id), reason=reason)
    handover.leads += len(moved)
    handover.tasks += len(tasks)


def _done(handover: Handover) -> None:
    handover.state = Handover.State.DONE
    handover.save(update_fields=["state"])
    for taker in handover.takers.select_related("user"):
        count = handover.items.filter(taker=taker).count()
        if count:
            notify(
                users=[taker.user_id],
                kind="lead.handover",
                title=f"{handover.giver} handed {count} leads and clients over to you",
                text=handover.note,
                url="/leads/?scope=mine",
                key=f"handover:{handover.id}",
            )
    announce("handover.done", handover_id=str(handover.id), count=handover.leads)


def _still_with_takers(items: Sequence[HandedOver]) -> set[uuid.UUID]:
    rows = Lead.objects.select_for_update().filter(id__in=[item.lead_id for item in items]).order_by("id")
    owner = dict(rows.values_list("id", "assigned_to_id"))
    return {item.lead_id for item in items if owner.get(item.lead_id) == item.taker_id}


_BEFORE: Final = ("id", "desk_id", "assigned_because", "assigned_at", "protected_until")

_BACK: Final = """
UPDATE leads_lead l
   SET assigned_to_id = %s::uuid, desk_id = old.desk, assigned_because = old.because, assigned_at = old.at,
       protected_until = CASE WHEN l.status IN ('lead', 'demo') THEN greatest(old.until, %s::timestamptz) END,
       warned_at = NULL, version = l.version + 1
  FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[], %s::timestamptz[])
       AS old (id, desk, because, at, until)
 WHERE l.id = old.id
"""


def _write_back(items: Sequence[HandedOver], giver: Member) -> None:
    """A protection that ran out meanwhile gets a day, else the clock would take the lead away at once."""
    if not items:
        return
    columns = [[item.before.get(name) for item in items] for name in _BEFORE[1:]]
    day = clock.now() + timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(_BACK, [giver.id, day, [item.lead_id for item in items], *columns])
    ids = [item.lead_id for item in items]
    note_many(
        subject_kind="lead",
        subject_ids=ids,
        verb="assigned",
        text=f"Back to {giver}: the handover was undone",
    )
    announce(
        "lead.reassigned", lead_ids=sorted(map(str, ids)), member_id=str(giver.id), reason="Handover undone"
    )


def _tasks_back(items: Sequence[HandedOver], giver: Member) -> None:
    for item in items:
        tasks = [uuid.UUID(text) for text in item.before.get("tasks", [])]
        if tasks:
            move_back(task_ids=tasks, from_user=item.taker.user, to_user=giver.user)


def _as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    plain = {name: row[name] for name in _BEFORE[1:]}
    return {name: value if value is None else str(value) for name, value in plain.items()}


def _locked(handover_id: uuid.UUID) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",)).select_related("giver__user", "giver__desk")
    handover = rows.filter(id=handover_id).first()
    if handover is None:
        raise NotFound("There is no such handover.")
    return handover
