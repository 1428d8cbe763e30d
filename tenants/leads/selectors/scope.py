"""Reads of leads, always in the scope of who is looking."""

import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from atrium.kernel.among import Among
from atrium.kernel.errors import NotFound
from tenants.activity.types import Subject
from tenants.staff.models import Member
from tenants.staff.scopes import within

from ..models import Lead


def leads_for(member: Member, code: str = "leads.view") -> QuerySet[Lead]:
    """Newest first, those in scope; what was merged into another lead is not there any more."""
    leads = Lead.objects.select_related("assigned_to__user", "desk").order_by("-created_at", "-id")
    return within(leads.filter(merged_into=None), member, code)


def lead_for(member: Member, lead_id: uuid.UUID | str, code: str = "leads.view") -> Lead:
    lead = leads_for(member, code).filter(id=lead_id).first()
    if lead is None:
        raise NotFound("There is no such lead.")
    return lead


def kept_lead_of(member: Member, lead_id: uuid.UUID) -> Lead | None:
    """Where a merged lead went, if that is in scope: old links lead there."""
    kept_id = Lead.objects.filter(id=lead_id).values_list("merged_into_id", flat=True).first()
    return leads_for(member).filter(id=kept_id).first() if kept_id else None


def pool_for(member: Member, code: str = "leads.view") -> QuerySet[Lead]:
    """What nobody has, in scope: the best first."""
    return leads_for(member, code).filter(assigned_to=None).order_by("-score", "-id")


def subjects_of(lead: Lead) -> list[Subject]:
    """Whose timelines together are this lead's: its own and those of the leads merged into it."""
    merged = Lead.objects.filter(merged_into=lead).values_list("id", flat=True)
    return [Subject("lead", lead.id), *(Subject("lead", lead_id) for lead_id in merged)]


def is_visible(member: Member, lead_id: uuid.UUID) -> bool:
    return leads_for(member).filter(id=lead_id).exists()


def search(leads: QuerySet[Lead], text: str) -> QuerySet[Lead]:
    """By number, name, e-mail or the last digits of the phone."""
    text = text.strip()
    if not text:
        return leads
    found = Q(name__icontains=text) | Q(email__istartswith=text) | Q(phone__endswith=text)
    if text.isdecimal() and len(text) <= 18:
        found |= Q(number=int(text))
    return leads.filter(found)


def visible_ids(member: Member, ids: Iterable[uuid.UUID], code: str = "leads.view") -> list[uuid.UUID]:
    """Those of the ids that the permission reaches, in their order."""
    wanted = list(ids)
    seen = set(leads_for(member, code).filter(Among("id", wanted)).order_by().values_list("id", flat=True))
    return [lead_id for lead_id in wanted if lead_id in seen]
