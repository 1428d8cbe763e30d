"""The counter beside “Approvals” and the open queue follow what is asked and decided."""

from portals.shared.live import push_to_members
from portals.staff_console.concern import everybody
from tenants.outbox.types import Event

# How many wait for whom is each reader's own number: their page asks for it.
NUDGES = (
    '<div id="counts-nudge" hx-swap-oob="true" data-refetch=".at-count" hidden></div>'
    '<div id="approvals-nudge" hx-swap-oob="true" data-refetch hidden></div>'
)


def show_queue(event: Event) -> None:
    """For approval.asked and approval.decided, to those who may see the queue."""
    push_to_members("approvals.view", covers=everybody, render=lambda member: NUDGES, key="approvals")
