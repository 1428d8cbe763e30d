"""A lead's status follows facts."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Refused
from tenants.activity.services import note, note_many
from tenants.outbox.services import announce

from .. import selectors
from ..models import Lead, StatusChange
from ..rules import status as rules
from . import scoring
from .locking import locked

CHUNK: Final = 1000

# Who had a deal or came into money within the days is not quiet; a lead without any deal counts from its last change.
_QUIET: Final = """
WITH quiet AS (
  SELECT l.id, l.status FROM leads_lead l
   WHERE l.merged_into_id IS NULL
     AND ((l.status = 'active' AND l.last_deal_at <= %(since)s) OR (l.status = 'funded'
          AND NOT EXISTS (SELECT FROM leads_statuschange c WHERE c.lead_id = l.id AND c.at > %(since)s)))
   LIMIT %(chunk)s FOR UPDATE SKIP LOCKED)
UPDATE leads_lead l SET status = 'dormant' FROM quiet WHERE l.id = quiet.id RETURNING l.id, quiet.status
"""

# To the hour: a busy trader costs one write an hour, not one a deal.
_DEALT: Final = """
UPDATE leads_lead l SET last_deal_at = dealt.at
  FROM unnest(%s::uuid[], %s::timestamptz[]) AS dealt (id, at)
 WHERE l.id = dealt.id AND (l.last_deal_at IS NULL OR l.last_deal_at < dealt.at - interval '1 hour')
"""


@transaction.atomic
def note_fact(*, lead_id: uuid.UUID, fact: str, text: str = "") -> Lead:
    """Something true happened (`rules.status`); the status follows. Told twice, it changes nothing the second time."""
    lead = locked(lead_id)
    old, new = lead.status, rules.next_status(lead.status, fact)
    if old == new:
        return lead
    lead.status = new
    if new not in rules.OPEN:
        lead.protected_until = None  # won, or over: nobody takes it away for silence
    lead.save(update_fields=["status", "protected_until"])
    StatusChange.objects.create(lead=lead, old=old, new=new, fact=fact, at=clock.now())
    note(
        subject_kind="lead",
        subject_id=lead.id,
        verb="status",
        text=f"{old} → {new}" if not text else f"{old} → {new}: {text}",
        data={"fact": fact},
    )
    scoring.score_leads([lead.id])
    announce("lead.status_changed", lead_id=str(lead.id), old=old, new=new)
    return lead


def close_lead(*, lead_id: uuid.UUID, because: str) -> Lead:
    """The person asked for it. Their accounts are another room's; a new live account opens the lead again."""
    if not because.strip():
        raise Refused("Say what the person asked for; it stands in the timeline.", field="because")
    return note_fact(lead_id=lead_id, fact="asked_to_close", text=because.strip())


@transaction.atomic
def note_deals(last: Mapping[uuid.UUID, datetime]) -> None:
    """When each of these leads dealt last. Whoever was not active becomes so; the dormant wake."""
    ids = sorted(last)
    with connection.cursor() as cursor:
        cursor.execute(_DEALT, [ids, [last[lead_id] for lead_id in ids]])
    since = _quiet_since()
    fresh = [lead_id for lead_id in ids if last[lead_id] > since]  # a deal told late wakes nobody
    asleep = Lead.objects.filter(id__in=fresh).exclude(status__in=["active", "closed"])
    for lead_id in asleep.order_by("id").values_list("id", flat=True):
        note_fact(lead_id=lead_id, fact="deal")


def let_fall_dormant() -> int:
    """Whoever has not dealt for the days of the policy; the clock asks. How many."""
    total = 0
    while found := _chunk_falls_dormant():
        total += found
    return total


@transaction.atomic
def _chunk_falls_dormant() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_QUIET, {"since": _quiet_since(), "chunk": CHUNK})
        rows = cursor.fetchall()
    _changed(rows, "dormant", rules.QUIET)
    return len(rows)


def _changed(rows: Iterable[tuple[uuid.UUID, str]], new: str, fact: str) -> None:
    old_of, now = dict(rows), clock.now()
    if not old_of:
        return
    StatusChange.objects.bulk_create(
        StatusChange(lead_id=lead_id, old=old, new=new, fact=fact, at=now) for lead_id, old in old_of.items()
    )
    texts = {lead_id: f"{old} → {new}" for lead_id, old in old_of.items()}
    note_many(
        subject_kind="lead",
        subject_ids=texts,
        verb="status",
        text=f"→ {new}",
        texts=texts,
        data={"fact": fact},
    )
    scoring.score_leads(list(old_of))
    announce("leads.status_changed", lead_ids=sorted(map(str, old_of)), new=new)


def _quiet_since() -> datetime:
    return clock.now() - timedelta(days=selectors.policy().dormant_days)
