"""The counter beside “Approvals” and the open queue follow what is asked and decided."""

from portals.shared.fragments import render_fragment
from portals.shared.live import push
from tenants.approvals import selectors
from tenants.outbox.types import Event
from tenants.staff.selectors import members_with_authority


def show_queue(event: Event) -> None:
    """For approval.asked and approval.decided, to those who may see the queue."""
    html = ""
    for member in members_with_authority():
        if not member.allows("approvals.view"):
            continue
        html = html or _fragment(selectors.queue_for(member.user).count())
        push("staff", "member", member.id, html=html)


def _fragment(waiting: int) -> str:
    return render_fragment("staff", "staff_console/approvals/live_count.html", {"waiting": waiting})
