"""A duplicate brings what its lead lacks. What is there is never overwritten by a file."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from tenants.activity.services import note_many
from tenants.jobs.services.outcomes import Line
from tenants.leads.models import Lead
from tenants.leads.selectors import visible_ids
from tenants.leads.services import indexing
from tenants.leads.services.scoring import score_leads
from tenants.outbox.services import announce
from tenants.staff.models import Member

from ..types import Person, Twin

FIELDS: Final = (
    "email",
    "phone",
    "country",
    "language",
    "birth_date",
    "national_id",
    "address",
    "referral_code",
)


def fill(person: Person, other: Person) -> None:
    for name in (*FIELDS, "campaign"):
        if not getattr(person, name) and getattr(other, name):
            setattr(person, name, getattr(other, name))


@transaction.atomic
def complete(pairs: Sequence[tuple[Person, Twin]], member: Member) -> list[Line]:
    """One outcome a row. Registered clients are left alone: their profile is theirs, and changes by its own door."""
    ids = sorted({twin.lead_id for _, twin in pairs})
    mine = set(visible_ids(member, ids, "leads.edit"))
    locked = {lead.id: lead for lead in Lead.objects.select_for_update().filter(id__in=ids).order_by("id")}
    changed: dict[Any, Lead] = {}
    lines = [_one(person, twin, locked[twin.lead_id], mine, changed) for person, twin in pairs]
    if changed:
        Lead.objects.bulk_update(changed.values(), [*FIELDS, "version"], batch_size=500)
        note_many(
            subject_kind="lead", subject_ids=changed, verb="completed", text="Completed from an imported file"
        )
        score_leads(list(changed))
        indexing.index(changed.values())
        announce("leads.changed", lead_ids=[str(lead_id) for lead_id in changed])
    return lines


def _one(person: Person, twin: Twin, lead: Lead, mine: set[Any], changed: dict[Any, Lead]) -> Line:
    if lead.id not in mine:
        return Line(person.line, "skipped", lead.id, f"Lead {lead.number} is not yours to change.")
    if lead.person_id:
        return Line(
            person.line, "skipped", lead.id, f"Lead {lead.number} has registered: its profile is its own."
        )
    missing = {
        name: getattr(person, name) for name in FIELDS if getattr(person, name) and not getattr(lead, name)
    }
    if not missing:
        return Line(person.line, "skipped", lead.id, f"Lead {lead.number} lacks nothing of this.")
    for name, value in missing.items():
        setattr(lead, name, value)
    if lead.id not in changed:
        lead.version += 1
    changed[lead.id] = lead
    return Line(person.line, "changed", lead.id, before={"fields": list(missing), "version": lead.version})
