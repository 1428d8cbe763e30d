"""New and changed leads appear on the lists of those whose they are, without reload."""

import uuid

from portals.shared.fragments import render_fragment
from portals.shared.live import push
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for
from tenants.outbox.types import Event
from tenants.staff.models import Member
from tenants.staff.selectors import members_with_authority


def show_lead(event: Event) -> None:
    """For lead.created, lead.assigned and lead.status_changed: the row as it is now, to everybody in whose scope it is."""
    lead = _lead(uuid.UUID(event.payload["lead_id"]))
    if lead is None:
        return
    html = render_fragment(
        "staff",
        "staff_console/leads/live_row.html",
        {"lead": lead, "in_place": event.kind == "lead.status_changed"},
    )
    for member in _readers(lead):
        push("staff", "member", member.id, html=html)


def _lead(lead_id: uuid.UUID) -> Lead | None:
    return Lead.objects.select_related("assigned_to__user", "desk").filter(id=lead_id).first()


def _readers(lead: Lead) -> list[Member]:
    return [member for member in members_with_authority() if _may_see(member, lead)]


def _may_see(member: Member, lead: Lead) -> bool:
    """The scope is the room's to say; it is asked only where the role alone does not decide."""
    scope = member.authority.scope("leads.view")
    if scope is None or scope.everything:
        return scope is not None
    return leads_for(member).filter(id=lead.id).exists()
