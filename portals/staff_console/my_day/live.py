"""The counters of everybody's day follow what happens: each open page fetches its own, in its own scope."""

from portals.shared.live import push
from tenants.outbox.types import Event

NUDGE = '<div id="my-day-nudge" hx-swap-oob="true" data-refetch hidden></div>'


def nudge(event: Event) -> None:
    push("staff", "all", html=NUDGE)
