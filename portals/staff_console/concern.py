"""Whom something that happened concerns: those whose permission reaches the row. Asked once an event, whoever looks."""

import uuid
from collections.abc import Callable

from tenants.clients.models import Client
from tenants.leads.models import Lead, Participation
from tenants.staff.models import Member
from tenants.staff.scopes import Belongs, covers

Covers = Callable[[Member], bool]


def with_lead(codename: str, lead: Lead) -> Covers:
    row = Belongs(lead.assigned_to_id, lead.desk_id, _participants(lead.id))
    return lambda member: covers(member, codename, row)


def with_client(codename: str, client_id: uuid.UUID | str) -> Covers:
    """Whoever may see the client; nobody, if there is none."""
    client = Client.objects.select_related("lead").filter(id=client_id).first()
    return with_lead(codename, client.lead) if client else _nobody


def everybody(member: Member) -> bool:
    """Where the permission alone decides."""
    return True


def _nobody(member: Member) -> bool:
    return False


def _participants(lead_id: uuid.UUID) -> frozenset[uuid.UUID]:
    return frozenset(Participation.objects.filter(lead=lead_id).values_list("member_id", flat=True))
