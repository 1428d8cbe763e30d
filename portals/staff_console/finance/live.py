"""Open finance pages follow the money: they fetch their rows anew, each in its reader's scope."""

from collections.abc import Sequence

from portals.shared.live import push_to_members
from portals.staff_console.concern import everybody
from tenants.outbox.types import Event, together

NUDGE = '<div id="finance-nudge" hx-swap-oob="true" data-refetch hidden></div>'


@together(as_causer=False)
def nudge(events: Sequence[Event]) -> None:
    """Once, whatever happened."""
    push_to_members("finance.view", covers=everybody, render=lambda member: NUDGE, key="finance")
