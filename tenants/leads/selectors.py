"""Reads of leads, always in the scope of who is looking."""

import uuid

from django.db.models import Q, QuerySet

from atrium.kernel.errors import NotFound
from tenants.staff.models import Member
from tenants.staff.scopes import within

from .models import Lead


def leads_for(member: Member) -> QuerySet[Lead]:
    """Newest first, those in scope."""
    leads = Lead.objects.select_related("assigned_to__user", "desk").order_by("-created_at", "-id")
    return within(leads, member, "leads.view", participants="")


def lead_for(member: Member, lead_id: uuid.UUID | str) -> Lead:
    lead = leads_for(member).filter(id=lead_id).first()
    if lead is None:
        raise NotFound("There is no such lead.")
    return lead


def search(leads: QuerySet[Lead], text: str) -> QuerySet[Lead]:
    """By number, name, e-mail or the last digits of the phone."""
    text = text.strip()
    if not text:
        return leads
    found = Q(name__icontains=text) | Q(email__istartswith=text) | Q(phone__endswith=text)
    if text.isdecimal() and len(text) <= 18:
        found |= Q(number=int(text))
    return leads.filter(found)
