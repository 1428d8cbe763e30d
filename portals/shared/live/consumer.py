"""The socket of every surface: it only listens. Who it is and what it hears is decided on the server."""

from typing import Final

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from portals.shared.live.ears import Ear
from portals.shared.live.hub import hub
from portals.shared.live.standing import Standing, standings
from portals.shared.live.topics import topic_of

ENDED: Final = 4401
"""The close code that says: your access has ended. The page says so and does not come back."""


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    # The hub listens for all sockets of the process; a channel for each would be read for nothing.
    channel_layer_alias = "none"
    ear: Ear | None = None

    async def connect(self) -> None:
        tenant, surface, login = self.scope["tenant"], self.scope["surface"], self.scope["login"]
        mark, held = await database_sync_to_async(standings)(tenant, surface, [login])
        standing: Standing | None = held.get(login)
        if standing is None:
            await self.close(ENDED)
            return
        topic = topic_of(surface, *min(standing.names).split(":"))
        self.ear = Ear(tenant, surface, topic, login, standing, self._say, self._end)
        await hub().join(self.ear, mark)
        await self.accept()
        await self.ear.greet()

    async def disconnect(self, code: int) -> None:
        if self.ear is not None:
            await hub().leave(self.ear)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Browsers only listen here; what they send is dropped."""

    async def _say(self, text: str) -> None:
        await self.send(text_data=text)

    async def _end(self) -> None:
        await self.close(ENDED)
