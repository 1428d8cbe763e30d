"""A person as the console knows them: a lead, and a client once there is one. The same page, tasks and notes for both."""

import uuid
from dataclasses import dataclass

from django.urls import reverse

from atrium.kernel.errors import NotFound
from portals.staff_console.concern import with_lead
from tenants.clients.models import Client
from tenants.clients.selectors import client_for, clients_for
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for
from tenants.staff.models import Member
from tenants.work.types import PERSON, Subject


@dataclass(frozen=True, slots=True)
class Person:
    lead: Lead
    client: Client | None = None

    @property
    def subject(self) -> Subject:
        return Subject(PERSON, self.lead.id, self.lead.name)

    @property
    def address(self) -> str:
        """Where their page is; its tabs are below it."""
        if self.client:
            return reverse("client", args=[self.client.id])
        return reverse("person", args=[self.lead.id])

    @property
    def part(self) -> str:
        """The beginning of the ids of this page's live parts."""
        return f"person-{self.lead.id}"

    def seen_by(self, member: Member) -> bool:
        code = "clients.view" if self.client else "leads.view"
        return bool(with_lead(code, self.lead)([member]))


def client_person(member: Member, client_id: uuid.UUID | str) -> Person:
    client = client_for(member, client_id)
    return Person(client.lead, client)


def person_for(member: Member, lead_id: uuid.UUID | str) -> Person:
    """By the lead: whoever may see the client, or, while there is none, the lead."""
    client = clients_for(member).filter(lead_id=lead_id).first()
    if client:
        return Person(client.lead, client)
    lead = leads_for(member).filter(id=lead_id).first()
    if lead is None:
        raise NotFound("There is no such person, or they are not yours to see.")
    return Person(lead, None)


def addresses_of(lead_ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Links for lists; what they lead to asks again who may see it."""
    return {lead_id: reverse("person", args=[lead_id]) for lead_id in lead_ids}
