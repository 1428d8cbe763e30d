"""A part of a page, sent to wherever its client has it open."""

from typing import Any

from portals.shared.fragments import render_fragment
from portals.shared.live import push
from tenants.clients.models import Client


def push_part(client: Client, template: str, context: dict[str, Any]) -> None:
    """`oob` makes the part find its place by its id."""
    whole = {"oob": True, "client": client, **context}
    push(
        "client",
        "client",
        client.id,
        html=render_fragment("client", template, whole, reader=client.user),
    )
