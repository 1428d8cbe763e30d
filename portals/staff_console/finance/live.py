"""Open finance pages follow the money."""

from portals.shared.live import push
from tenants.outbox.types import Event

NUDGE = '<div id="finance-nudge" hx-swap-oob="true" data-refetch hidden></div>'


def nudge(event: Event) -> None:
    push("staff", "all", html=NUDGE)
