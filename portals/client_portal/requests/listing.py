"""What the client asked for, and how it stands."""

from typing import Any

from tenants.approvals import selectors
from tenants.clients.models import Client

SHOWN = 30


def list_context(client: Client) -> dict[str, Any]:
    rows = list(selectors.requests_of_client(client.id, client.user)[:SHOWN])
    return {"client": client, "requests": rows}
