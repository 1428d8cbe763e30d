"""Somebody spoke to a lead: it is written down, and its manager keeps it for longer."""

import uuid
from datetime import datetime
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from tenants.activity.services import note
from tenants.outbox.services import announce
from tenants.staff.models import Member

from .. import selectors
from ..models import Lead
from ..rules.status import OPEN
from ..types import Contacted
from .locking import locked

CHANNELS: Final = {
    "call": "Call",
    "email": "E-mail",
    "meeting": "Meeting",
    "chat": "Chat",
    "message": "Message",
    "note": "Note of a contact",
}


@transaction.atomic
def note_contact(
    *,
    lead_id: uuid.UUID,
    by: Member,
    channel: str,
    at: datetime | None = None,
    text: str = "",
    key: str = "",
) -> Contacted:
    """Its manager's contact, or that of somebody who takes part, renews the protection. A lead that went back to the pool
    a moment before stays there: the contact is kept, and `renewed` says that it came too late."""
    if channel not in CHANNELS:
        raise InvalidInput(f"There is no channel “{channel}”.", field="channel")
    now = clock.now()
    moment = min(at or now, now)
    lead = locked(lead_id)
    lead.first_contact_at = min(filter(None, (lead.first_contact_at, moment)))
    lead.last_contact_at = max(filter(None, (lead.last_contact_at, moment)))
    renewed = _renew(lead, by, moment)
    lead.save(update_fields=["first_contact_at", "last_contact_at", "protected_until", "warned_at"])
    said = f"{CHANNELS[channel]}: {text.strip()}" if text.strip() else CHANNELS[channel]
    note(
        subject_kind="lead",
        subject_id=lead.id,
        verb=f"contact.{channel}",
        text=said,
        at=moment,
        key=key,
    )
    announce("lead.contacted", lead_id=str(lead.id), member_id=str(by.id), channel=channel)
    return Contacted(lead.id, renewed)


def _renew(lead: Lead, by: Member, moment: datetime) -> bool:
    if lead.assigned_to_id is None or lead.status not in OPEN or not _is_its_keeper(lead, by):
        return False
    until = selectors.protections().until(lead.desk_id, moment)
    if lead.protected_until is None or until > lead.protected_until:
        lead.protected_until, lead.warned_at = until, None
    return True


def _is_its_keeper(lead: Lead, by: Member) -> bool:
    return lead.assigned_to_id == by.id or lead.participations.filter(member=by).exists()
