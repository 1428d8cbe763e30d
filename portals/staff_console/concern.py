"""Whom something that happened concerns: those whose permission reaches the row. Asked once an event, whoever looks."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence

from tenants.clients.models import Client
from tenants.leads.models import Lead, Participation
from tenants.staff.models import Member
from tenants.staff.scopes import Belongs, covers

Covers = Callable[[Member], bool]


def with_lead(codename: str, lead: Lead) -> Covers:
    return with_leads(codename, [lead])[lead.id]


def with_leads(codename: str, leads: Sequence[Lead]) -> dict[uuid.UUID, Covers]:
    """The same for many, in one question."""
    taking_part: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    parts = Participation.objects.filter(lead__in=[lead.id for lead in leads])
    for lead_id, member_id in parts.values_list("lead_id", "member_id"):
        taking_part[lead_id].add(member_id)
    return {
        lead.id: _reaching(
            codename, Belongs(lead.assigned_to_id, lead.desk_id, frozenset(taking_part[lead.id]))
        )
        for lead in leads
    }


def _reaching(codename: str, row: Belongs) -> Covers:
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
