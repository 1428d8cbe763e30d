"""Work that changed is fetched anew where its people look."""

from portals.shared.live import push, push_to_members
from portals.staff_console.concern import with_lead
from tenants.leads.models import Lead
from tenants.outbox.types import Event
from tenants.staff.models import Member

NUDGE = '<i id="work-nudge" hx-swap-oob="true" data-refetch="[data-work], #count-tasks" hidden></i>'


def task_changed(event: Event) -> None:
    """To those whose task it is or was, and to open pages of the person that it is about."""
    for member_id in Member.objects.filter(user__in=event.payload["user_ids"]).values_list("id", flat=True):
        push("staff", "member", member_id, html=NUDGE, key="work")
    if event.payload.get("subject_kind") == "lead":
        _nudge_person(event.payload["subject_id"], "[data-work], [data-timeline]")


def note_changed(event: Event) -> None:
    """A private note is nobody's business but its author's."""
    if event.payload["private"]:
        member_id = (
            Member.objects.filter(user=event.payload["author_id"]).values_list("id", flat=True).first()
        )
        html = _nudge(event.payload["subject_id"], "[data-notes], [data-timeline]")
        push("staff", "member", member_id, html=html, key=f"notes-{event.payload['subject_id']}")
    elif event.payload["subject_kind"] == "lead":
        _nudge_person(event.payload["subject_id"], "[data-notes], [data-timeline]")


def tags_changed(event: Event) -> None:
    _nudge_person(event.payload["subject_id"], "[data-tags]")


def _nudge_person(lead_id: str, parts: str) -> None:
    lead = Lead.objects.filter(id=lead_id).first()
    if lead is None:
        return
    for code in ("leads.view", "clients.view"):
        push_to_members(
            code,
            covers=with_lead(code, lead),
            render=lambda member: _nudge(lead_id, parts),
            key=f"person-{lead_id}-{parts}",
        )


def _nudge(lead_id: str, parts: str) -> str:
    return f'<i id="person-{lead_id}-nudge" hx-swap-oob="true" data-refetch="{parts}" hidden></i>'
