"""A live socket in a test: the product's own ASGI application, the real Redis, and no network in between."""

import asyncio
import re
from collections.abc import Coroutine
from typing import Any

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from django.db import connection

from atrium.kernel import tenancy
from infra.asgi import application
from infra.middleware.cookies import cookie_name
from portals.shared.live.ears import BETWEEN
from tests.surfaces import browse, host

_MARK = re.compile(r'<i id="live-mark"[^>]*data-sequence="(\d+)"(?: data-say="([a-z ]*)")?[^>]*></i>')


def cookie_of(tenant: tenancy.Tenant, surface: str, user: object) -> str:
    """Of a new log-in."""
    name = cookie_name(surface, "session")
    return f"{name}={browse(tenant, surface, user).cookies[name].value}"


class Socket(ApplicationCommunicator):
    """`greeted_at`: the number of the stream from which on it hears everything. `said`: what the marks of frames said."""

    greeted_at: int
    said: list[str]

    def __init__(self, to: str, cookie: str, origin: str | None = None) -> None:
        headers = [(b"host", to.encode()), (b"cookie", cookie.encode())]
        headers.append((b"origin", (origin or f"http://{to}").encode()))
        super().__init__(application, {"type": "websocket", "path": "/live/", "headers": headers})  # type: ignore[no-untyped-call]
        self.said = []

    async def opens(self) -> bool:
        await self.send_input({"type": "websocket.connect"})  # type: ignore[no-untyped-call]
        answer = await self.receive_output(timeout=10)  # type: ignore[no-untyped-call]
        if answer["type"] != "websocket.accept":
            return False
        number, words, _ = _read((await self.receive_output(timeout=10))["text"])  # type: ignore[no-untyped-call]
        assert words == "hello"
        self.greeted_at = number
        return True

    async def hears(self) -> str:
        """What the next frame brings, without the mark that leads it."""
        _, words, html = _read((await self.receive_output(timeout=10))["text"])  # type: ignore[no-untyped-call]
        self.said.append(words)
        return html

    async def closes(self) -> int:
        """The code with which the server ends it; fails if a frame comes first."""
        answer = await self.receive_output(timeout=10)  # type: ignore[no-untyped-call]
        assert answer["type"] == "websocket.close", answer
        return int(answer["code"])

    async def hang_up(self) -> None:
        await self.send_input({"type": "websocket.disconnect", "code": 1000})  # type: ignore[no-untyped-call]
        await self.wait(timeout=10)  # type: ignore[no-untyped-call]


def socket_of(tenant: tenancy.Tenant, surface: str, user: object) -> Socket:
    return Socket(host(tenant, surface), cookie_of(tenant, surface, user))


def run(test: Coroutine[Any, Any, None]) -> None:
    async def main() -> None:
        try:
            await test
        finally:
            await get_channel_layer().flush()
            await sync_to_async(_hang_up)()

    asyncio.run(main())


def _read(frame: str) -> tuple[int, str, str]:
    mark = _MARK.match(frame)
    assert mark, frame
    return int(mark[1]), mark[2] or "", frame[mark.end() :].replace(BETWEEN, "")


def _hang_up() -> None:
    """asgiref's thread lives on, and with it its connection."""
    connection.close()
