"""New and changed leads appear on the lists of those whose they are, without reload."""

import uuid

from portals.shared.fragments import render_for
from portals.shared.live import push_to_members
from portals.staff_console.concern import everybody, with_lead
from tenants.leads.models import Lead
from tenants.outbox.types import Event

NUDGE = '<div id="leads-nudge" hx-swap-oob="true" data-refetch hidden></div>'


def show_lead(event: Event) -> None:
    """For lead.created, lead.assigned and lead.status_changed: the row as it is now, to everybody in whose scope it is."""
    lead = _lead(uuid.UUID(event.payload["lead_id"]))
    if lead is None:
        return
    context = {"lead": lead, "in_place": event.kind == "lead.status_changed"}
    push_to_members(
        "leads.view",
        covers=with_lead("leads.view", lead),
        render=lambda member: render_for(member, "staff_console/leads/live_row.html", context),
        key=f"lead-{lead.id}",
    )


def show_many(event: Event) -> None:
    """For lead.reassigned, lead.reclaimed and leads.created: open pages fetch their lists anew, each in its own scope."""
    push_to_members("leads.view", covers=everybody, render=lambda member: NUDGE, key="leads")


def _lead(lead_id: uuid.UUID) -> Lead | None:
    return Lead.objects.select_related("assigned_to__user", "desk").filter(id=lead_id).first()
