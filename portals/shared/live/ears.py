"""One open socket as its hub knows it: what waits for it, and how it is told."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from atrium.kernel.tenancy import Tenant
from portals.shared.live.standing import Login, Standing

# A reader so slow that this much waits is told to fetch its parts instead.
BETWEEN: Final = "<!--next-->"  # a page parses each fragment by itself
MOST_WAITING: Final = 400


@dataclass(frozen=True, slots=True)
class Fragment:
    number: int
    html: str
    key: str = ""


@dataclass(eq=False, slots=True)
class Ear:
    """`heard`: up to which number of its topic it has been told everything. `missed`: it must fetch its parts again.
    `renewed`: what it may see has changed, so the page itself is another one now."""

    tenant: Tenant
    surface: str
    topic: str
    login: Login
    standing: Standing
    send: Callable[[str], Awaitable[None]]
    close: Callable[[], Coroutine[Any, Any, None]]
    heard: int = 0
    is_open: bool = False
    missed: bool = False
    renewed: bool = False
    waiting: list[Fragment] = field(default_factory=list)
    sending: asyncio.Task[None] | None = None

    def take(self, fragment: Fragment) -> None:
        if fragment.key:
            self.waiting = [one for one in self.waiting if one.key != fragment.key]
        self.waiting.append(fragment)
        if len(self.waiting) > MOST_WAITING:
            self.forget()

    def forget(self) -> None:
        """What waits is not sent: the page fetches what it may see now."""
        self.waiting.clear()
        self.missed = True

    def has_news(self) -> bool:
        return bool(self.waiting or self.missed or self.renewed)

    def flush(self, known: int) -> None:
        """Begin to send what waits, unless a sending is under way: that one will take it along."""
        self.heard = known
        if self.is_open and (self.sending is None or self.sending.done()):
            self.sending = asyncio.create_task(self._send_all())

    async def greet(self) -> None:
        """The first frame says from where on nothing passes this socket by; then comes what has gathered meanwhile."""
        await self.send(mark(self.heard, hello=True))
        self.is_open = True
        self.flush(self.heard)

    async def tell(self) -> None:
        """A sign of life: the mark alone."""
        if self.is_open:
            await self.send(mark(self.heard))

    async def _send_all(self) -> None:
        while self.has_news():
            frame = mark(self.heard, missed=self.missed, renewed=self.renewed)
            frame += BETWEEN.join(one.html for one in self.waiting)
            self.waiting, self.missed, self.renewed = [], False, False
            await self.send(frame)


def mark(number: int, *, hello: bool = False, missed: bool = False, renewed: bool = False) -> str:
    """Leads each frame. The page keeps the number, and compares it with the one it was rendered at or heard last."""
    words = [word for word, said in (("hello", hello), ("missed", missed), ("renewed", renewed)) if said]
    more = f' data-say="{" ".join(words)}"' if words else ""
    return f'<i id="live-mark" hx-swap-oob="true" data-sequence="{number}"{more} hidden></i>'
