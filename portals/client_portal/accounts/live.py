"""An account appears, or changes, where its client looks, also when the server answered late."""

import uuid

from portals.client_portal.accounts.views import list_context
from portals.client_portal.audience import client_by_id
from portals.client_portal.rendering import push_part
from tenants.outbox.types import Event


def account_changed(event: Event) -> None:
    client = client_by_id(uuid.UUID(event.payload["client_id"]))
    push_part(client, "client_portal/accounts/list.html", list_context(client, ask=False))
