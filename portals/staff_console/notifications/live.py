"""The bell rings where its owner looks: the page fetches its own count."""

from portals.shared.live import push
from tenants.outbox.types import Event
from tenants.staff.models import Member

NUDGE = '<i id="bell-nudge" hx-swap-oob="true" data-refetch="#bell" hidden></i>'


def ring(event: Event) -> None:
    """For notification.made and notification.read: to the colleagues among those named."""
    for member_id in Member.objects.filter(user__in=event.payload["user_ids"]).values_list("id", flat=True):
        push("staff", "member", member_id, html=NUDGE, key="bell")
