"""A part of a page, sent to wherever its client has it open."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from portals.shared.fragments import render_fragment
from portals.shared.live import push
from tenants.clients.models import Client


def push_part(client: Client, template: str, context: dict[str, Any]) -> None:
    push("client", "client", client.id, html=fragment(client, template, context))


def fragment(client: Client, template: str, context: dict[str, Any]) -> str:
    """In the client's language and time zone; `oob` makes the part find its place by its id."""
    whole = {"oob": True, "client": client, **context}
    with timezone.override(ZoneInfo(client.user.time_zone)):
        return render_fragment("client", template, whole, language=client.user.language)
