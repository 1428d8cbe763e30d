"""The live socket of every surface: the server decides which groups a person is in, and pushes HTML fragments.

`push` is what a room's `live.py` calls from a worker; the browser swaps each fragment in by its `hx-swap-oob`.
"""

from collections.abc import Iterable
from typing import Any, Protocol, runtime_checkable

from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer

from atrium.kernel.keys import group_name
from tenants.clients.selectors import client_of
from tenants.ibs.selectors import partner_of
from tenants.staff.selectors import member_of

_FORGOTTEN = 4401


def push(surface: str, *audience: object, html: str) -> None:
    """Send a fragment to everybody of this broker in that audience: ("member", id), ("client", id), ("partner", id) or ("all",)."""
    layer, group = get_channel_layer(), group_name(surface, *audience)
    message = {"type": "fragment", "html": html, "audience": [str(part) for part in audience]}
    if isinstance(layer, KnowsWatchers):
        layer.send_to_group(group, message)
    else:
        async_to_sync(layer.group_send)(group, message)


def watched(surface: str, *audience: object) -> bool:
    """Whether somebody of that audience has a page open now. What nobody would see need not be rendered:
    who opens a page later reads it fresh."""
    layer = get_channel_layer()
    return not isinstance(layer, KnowsWatchers) or layer.watchers(group_name(surface, *audience)) > 0


@runtime_checkable
class KnowsWatchers(Protocol):
    """Our own channel layer (infra/layer.py); a layer in memory, for tests, is not one."""

    def watchers(self, group: str) -> int: ...
    def send_to_group(self, group: str, message: dict[str, Any]) -> None: ...


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    groups_joined: list[str]

    async def connect(self) -> None:
        self.groups_joined = []
        audiences = await database_sync_to_async(self._audiences)()
        if not audiences:
            await self.close(_FORGOTTEN)
            return
        for audience in audiences:
            name = group_name(self.scope["surface"], *audience)
            await self.channel_layer.group_add(name, self.channel_name)
            self.groups_joined.append(name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        for name in getattr(self, "groups_joined", []):
            await self.channel_layer.group_discard(name, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Browsers only listen here; what they send is dropped."""

    async def fragment(self, event: dict[str, Any]) -> None:
        await self.send(text_data=event["html"])

    def _audiences(self) -> Iterable[tuple[object, ...]]:
        return audiences_of(self.scope["user"], self.scope["surface"])


def audiences_of(user: Any, surface: str) -> list[tuple[object, ...]]:
    """Who this person is on this surface; nobody's groups if they are nobody here (any more)."""
    if surface in {"staff", "vendor"}:
        member = member_of(user)
        return [("member", member.id), ("all",)] if member else []
    if surface == "client":
        client = client_of(user)
        return [("client", client.id)] if client else []
    if surface == "ib":
        partner = partner_of(user)
        return [("partner", partner.id)] if partner else []
    return []
