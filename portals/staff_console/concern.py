"""Whom something that happened concerns: those whose permission reaches the row. Asked once an event, whoever looks."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from tenants.clients.models import Client
from tenants.leads.models import Lead, Participation
from tenants.staff.models import Member
from tenants.staff.scopes import Belongs, Reach

Covers = Callable[[Sequence[Member]], Sequence[Member]]
"""Of these colleagues those whom it concerns."""


def with_lead(codename: str, lead: Lead) -> Covers:
    return with_leads(codename, [lead])[lead.id]


def with_leads(codename: str, leads: Sequence[Lead]) -> dict[uuid.UUID, Covers]:
    """The same for many, in one question."""
    taking_part: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    parts = Participation.objects.filter(lead__in=[lead.id for lead in leads])
    for lead_id, member_id in parts.values_list("lead_id", "member_id"):
        taking_part[lead_id].add(member_id)
    reaches = _Reaches(codename)
    return {
        lead.id: partial(
            reaches.of, Belongs(lead.assigned_to_id, lead.desk_id, frozenset(taking_part[lead.id]))
        )
        for lead in leads
    }


class _Reaches:
    """What colleagues reach, worked out once for all the rows that they are asked about."""

    def __init__(self, codename: str) -> None:
        self._codename = codename
        self._known: list[tuple[Sequence[Member], Reach]] = []

    def of(self, row: Belongs, members: Sequence[Member]) -> Sequence[Member]:
        reach = next((reach for known, reach in self._known if known is members), None)
        if reach is None:
            reach = Reach(members, self._codename)
            self._known.append((members, reach))
        return reach.of(row)


def with_client(codename: str, client_id: uuid.UUID | str) -> Covers:
    """Whoever may see the client; nobody, if there is none."""
    client = Client.objects.select_related("lead").filter(id=client_id).first()
    return with_lead(codename, client.lead) if client else _nobody


def everybody(members: Sequence[Member]) -> Sequence[Member]:
    """Where the permission alone decides."""
    return members


def _nobody(members: Sequence[Member]) -> Sequence[Member]:
    return ()
