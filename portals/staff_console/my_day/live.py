"""The counters of everybody's day follow what happens: each open page fetches its own, in its own scope."""

from collections.abc import Sequence

from portals.shared.live import push_to_members
from portals.staff_console.concern import everybody
from tenants.outbox.types import Event, together

NUDGE = '<div id="my-day-nudge" hx-swap-oob="true" data-refetch hidden></div>'


@together(as_causer=False)
def nudge(events: Sequence[Event]) -> None:
    """Once, whatever happened."""
    push_to_members("clients.view", covers=everybody, render=lambda member: NUDGE, key="my-day")
