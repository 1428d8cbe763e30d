"""A desk with the desks below it, in sums: its people, what they have open, where its leads stand."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from atrium.kernel import clock
from portals.shared.charts import Chart, Series
from portals.shared.status import status_of
from tenants.leads.models import Capacity, Lead
from tenants.leads.rules.status import OPEN
from tenants.leads.selectors import leads_for
from tenants.staff.authorities import in_force
from tenants.staff.models import Appointment, Desk, Member

STAGES = ("lead", "demo", "live", "funded", "active")


@dataclass(frozen=True, slots=True)
class Colleague:
    member: Member
    roles: str
    desk: str
    is_leader: bool
    open_leads: int
    most_open: int | None
    clients: int

    @property
    def load(self) -> int | None:
        """In per cent of what they take at most."""
        return min(100, self.open_leads * 100 // self.most_open) if self.most_open else None


def desks_in_sight(member: Member) -> list[Desk]:
    """Those that the member's authority over leads names; all, where it names everything."""
    scope = member.authority.scope("leads.view")
    if scope is None:
        return []
    desks = Desk.objects.select_related("parent").order_by("name")
    return list(desks if scope.everything else desks.filter(id__in=scope.desk_ids))


def people_of(member: Member, below: Collection[uuid.UUID]) -> list[Colleague]:
    held: dict[uuid.UUID, list[Appointment]] = {}
    rows = Appointment.objects.filter(in_force(clock.now()), desk__in=below, member__user__is_active=True)
    for row in rows.select_related("member__user", "role", "desk").order_by("member__user__name"):
        held.setdefault(row.member_id, []).append(row)
    leads = leads_for(member).order_by()
    open_leads = _by_manager(leads.filter(status__in=OPEN), held)
    clients = _by_manager(leads.filter(client__isnull=False), held)
    limits = dict(Capacity.objects.filter(pk__in=held).values_list("pk", "most_open"))
    return [
        Colleague(
            member=roles[0].member,
            roles=", ".join(dict.fromkeys(row.role.name for row in roles)),
            desk=", ".join(dict.fromkeys(str(row.desk) for row in roles)),
            is_leader=any(row.is_leader for row in roles),
            open_leads=open_leads.get(member_id, 0),
            most_open=limits.get(member_id),
            clients=clients.get(member_id, 0),
        )
        for member_id, roles in held.items()
    ]


def stages_of(member: Member, below: Collection[uuid.UUID]) -> dict[str, int]:
    rows = leads_for(member).filter(desk__in=below).order_by()
    return dict(rows.values_list("status").annotate(Count("id")))


def funnel(stages: dict[str, int]) -> Chart:
    """How many came at least this far."""
    reached = [sum(stages.get(later, 0) for later in STAGES[at:]) for at in range(len(STAGES))]
    labels: Sequence[str] = [str(status_of(stage).word) for stage in STAGES]
    return Chart(
        "desk-funnel", "sideways", _("How far leads came"), labels, [Series(_("Leads"), reached)], digits=0
    )


def _by_manager(leads: Any, members: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = leads.filter(assigned_to__in=members)
    return dict(rows.values_list("assigned_to").annotate(Count("id")))


def unassigned(member: Member, below: Collection[uuid.UUID]) -> int:
    found: int = leads_for(member).filter(desk__in=below, assigned_to=None, status=Lead.Status.LEAD).count()
    return found
