"""Verbs on leads."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from tenants.activity.services import note
from tenants.numbering.services import next_number
from tenants.outbox.services import announce
from tenants.staff.models import Member
from tenants.staff.selectors import members_active

from . import rules
from .models import Lead, StatusChange


@transaction.atomic
def create_lead(
    *,
    name: str,
    email: str = "",
    phone: str = "",
    country: str = "",
    language: str = "",
    source: str = "registration",
    referral_code: str = "",
    campaign: dict[str, Any] | None = None,
) -> Lead:
    """A new lead, assigned by rule at once."""
    lead = Lead(
        name=name.strip(),
        email=email.strip().lower(),
        phone=phone,
        country=country.upper(),
        language=language,
        source=source,
        referral_code=referral_code,
        campaign=campaign or {},
    )
    choice = rules.choose_member(country=lead.country, language=lead.language, candidates=_candidates())
    if choice:
        lead.assigned_to_id, lead.desk_id = choice.candidate.member_id, choice.candidate.desk_id
        lead.assigned_because = choice.reason
    lead.number = next_number("lead")
    lead.save(force_insert=True)
    StatusChange.objects.create(lead=lead, old="", new=lead.status, fact="registered", at=lead.created_at)
    note(
        subject_kind="lead",
        subject_id=lead.id,
        verb="created",
        text=f"Lead by {source}. {lead.assigned_because}".strip(),
    )
    announce("lead.created", lead_id=str(lead.id))
    if choice:
        announce("lead.assigned", lead_id=str(lead.id), member_id=str(choice.candidate.member_id))
    return lead


@transaction.atomic
def assign_lead(*, lead_id: uuid.UUID, member: Member, reason: str) -> Lead:
    lead = _locked(lead_id)
    if lead.assigned_to_id == member.id:
        return lead
    lead.assigned_to, lead.desk, lead.assigned_because = member, member.desk, reason
    lead.save(update_fields=["assigned_to", "desk", "assigned_because"])
    note(subject_kind="lead", subject_id=lead.id, verb="assigned", text=f"Assigned to {member}: {reason}")
    announce("lead.assigned", lead_id=str(lead.id), member_id=str(member.id))
    return lead


@transaction.atomic
def note_fact(*, lead_id: uuid.UUID, fact: str) -> Lead:
    """Something true happened (`rules.STATUS_OF_FACT`); the status follows. Told twice, it changes nothing the second time."""
    lead = _locked(lead_id)
    old, new = lead.status, rules.next_status(lead.status, fact)
    if old == new:
        return lead
    lead.status = new
    lead.save(update_fields=["status"])
    StatusChange.objects.create(lead=lead, old=old, new=new, fact=fact, at=clock.now())
    note(subject_kind="lead", subject_id=lead.id, verb="status", text=f"{old} → {new}", data={"fact": fact})
    announce("lead.status_changed", lead_id=str(lead.id), old=old, new=new)
    return lead


def _locked(lead_id: uuid.UUID) -> Lead:
    lead = Lead.objects.select_for_update().filter(id=lead_id).first()
    if lead is None:
        raise NotFound("There is no such lead.")
    return lead


def _candidates() -> list[rules.Candidate]:
    open_leads = Count("leads", filter=Q(leads__status__in=[Lead.Status.LEAD, Lead.Status.DEMO]))
    return [
        rules.Candidate(
            member_id=member.id,
            name=str(member),
            desk_id=member.desk_id,
            desk_name=member.desk.name if member.desk else "",
            countries=tuple(member.desk.countries) if member.desk else (),
            languages=tuple(member.desk.languages) if member.desk else (),
            open_leads=member.open_leads,
        )
        for member in members_active().filter(takes_leads=True).annotate(open_leads=open_leads)
    ]
