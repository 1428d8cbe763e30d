"""`authority.changed` reaches the open sockets; they would also ask by themselves before the next thing they send."""

from portals.shared.live.sending import look_again
from portals.shared.live.topics import SHARED
from tenants.outbox.types import Event


def authority_changed(event: Event) -> None:
    for surface in sorted(SHARED):
        look_again(surface)
