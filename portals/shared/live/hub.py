"""The one listener of a web process: it hears each broker's stream once and hands every fragment to the sockets it is for.

- A gap in the numbers (Redis restarted, a line was cut) makes the sockets concerned fetch their parts again.
- Before anything leaves, one small question tells whether any authority of that broker has changed since it was last looked
  at; if so, every socket of the broker is looked at again first. So nothing is sent after a right has ended.
- What comes within a tenth of a second leaves in one frame: a hundred events a second are ten frames for each reader.
"""

import asyncio
import contextvars
import logging
import uuid
from collections.abc import Coroutine, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from channels.db import database_sync_to_async

from atrium.kernel import clock, tenancy
from portals.shared.live import standing as standings
from portals.shared.live.ears import Ear, Fragment
from portals.shared.live.topics import SHARED, layer, presence_of

FLUSH_SECONDS: Final = 0.1
BEAT_SECONDS: Final = 15.0
GRACE_SECONDS: Final = 1.0
PROBE_SECONDS: Final = 5.0

log = logging.getLogger(__name__)


class Hub:
    def __init__(self) -> None:
        self.ears: dict[str, set[Ear]] = {}
        self.known: dict[str, int] = {}
        self.marks: dict[str, str] = {}
        self._early: dict[str, list[dict[str, Any]]] = {}
        self._door = asyncio.Lock()
        self._probes: dict[str, asyncio.Future[None]] = {}
        self._due: set[str] = set()
        self._alarms: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._channel = ""
        self._running: list[asyncio.Task[None]] = []

    # -- sockets come and go

    async def join(self, ear: Ear, mark: str) -> None:
        """From here on nothing of its topic passes it by; `ear.heard` says from where. `mark`: when its standing was read."""
        async with self._door:
            await self._start()
            if ear.topic not in self.known:
                await self._listen_to(ear.topic)
            await self._present(ear, ear.standing.names)
            self.ears.setdefault(ear.topic, set()).add(ear)
            ear.heard = self.known[ear.topic]
        if self.marks.setdefault(ear.topic, mark) != mark:
            await self._look_again(ear.topic, force=True)
        self._wake_at_end_of(ear.topic)

    async def leave(self, ear: Ear) -> None:
        async with self._door:
            others = self.ears.get(ear.topic, set())
            others.discard(ear)
            await self._absent(ear, ear.standing.names)
            if not others:
                await self._close(ear.topic)
            if not self.ears:
                self.stop()

    async def _close(self, topic: str) -> None:
        await layer().group_discard(topic, self._channel)
        for table in (self.ears, self.known, self.marks):
            table.pop(topic, None)
        if alarm := self._alarms.pop(topic, None):
            alarm.cancel()

    def stop(self) -> None:
        for task in (*self._running, *self._tasks):
            if task is not asyncio.current_task():
                task.cancel()
        self._running, self._channel = [], ""

    async def _start(self) -> None:
        if self._running:
            return
        self._channel = await layer().new_channel()
        # In a context of their own: this work belongs to no broker and no person.
        self._running = [_apart(self._read(self._channel)), _apart(self._beat())]

    async def _listen_to(self, topic: str) -> None:
        """Subscribe, and know by a message of our own that Redis has subscribed us, before the number is read."""
        self._early[topic] = []
        await layer().group_add(topic, self._channel)
        probe = uuid.uuid4().hex
        self._probes[probe] = asyncio.get_running_loop().create_future()
        try:
            await layer().group_send(topic, {"type": "probe", "topic": topic, "probe": probe})
            await asyncio.wait_for(self._probes[probe], PROBE_SECONDS)
        finally:
            del self._probes[probe]
        (number,) = await asyncio.to_thread(layer().sequences, [topic])
        self.known[topic] = number
        for message in self._early.pop(topic):
            self._take(message)

    async def _present(self, ear: Ear, names: Iterable[str]) -> None:
        for name in names:
            await layer().group_add(_presence(ear, name), self._channel)

    async def _absent(self, ear: Ear, names: Iterable[str]) -> None:
        others = {name for other in self.ears.get(ear.topic, ()) for name in other.standing.names}
        for name in set(names) - others:
            await layer().group_discard(_presence(ear, name), self._channel)

    # -- messages

    async def _read(self, channel: str) -> None:
        while True:
            try:
                self._take(await layer().receive(channel))
            except Exception:
                log.exception("A live message could not be read; the pages fetch what it was about.")
                for topic in list(self.ears):
                    self._all_missed(topic)

    def _take(self, message: dict[str, Any]) -> None:
        topic = message.get("topic", "")
        if message["type"] == "probe":
            if (waiting := self._probes.get(message["probe"])) and not waiting.done():
                waiting.set_result(None)
        elif topic in self._early:
            self._early[topic].append(message)
        elif topic in self.known:
            self._number(topic, message)

    def _number(self, topic: str, message: dict[str, Any]) -> None:
        number, known = int(message["sequence"]), self.known[topic]
        if number <= known:
            return  # sent before we began to count, and counted in what we began with
        self.known[topic] = number
        if number != known + 1 and known:
            self._all_missed(topic)
        if message["type"] == "authority":
            self._later(self._look_again(topic, force=True))
        else:
            for to, html, key in message["parts"]:
                self._hand_out(topic, frozenset(to), Fragment(number, html, key))

    def _hand_out(self, topic: str, to: frozenset[str], fragment: Fragment) -> None:
        for ear in self.ears.get(topic, ()):
            if to.isdisjoint(ear.standing.names):
                continue
            if fragment.html:
                ear.take(fragment)
            else:
                ear.missed = True
            self._flush_soon(topic)

    def _all_missed(self, topic: str) -> None:
        for ear in self.ears.get(topic, ()):
            ear.forget()
        self._flush_soon(topic)

    def _flush_soon(self, topic: str) -> None:
        if topic not in self._due:
            self._due.add(topic)
            asyncio.get_running_loop().call_later(FLUSH_SECONDS, lambda: self._later(self._flush(topic)))

    async def _flush(self, topic: str) -> None:
        self._due.discard(topic)
        await self._look_again(topic)
        for ear in list(self.ears.get(topic, ())):
            if ear.has_news():
                ear.flush(self.known[topic])

    # -- authority

    async def _look_again(self, topic: str, *, force: bool = False) -> None:
        """Ask who may still listen, and as whom, if anything about it may have changed."""
        ears = list(self.ears.get(topic, ()))
        if ears and (force or await self._has_changed(topic, ears[0])):
            await self._look_at(ears)

    async def _look_at(self, ears: Sequence[Ear]) -> None:
        """All of one house and surface, in a handful of questions."""
        ask = database_sync_to_async(standings.standings)
        mark, held = await ask(ears[0].tenant, ears[0].surface, [ear.login for ear in ears])
        for ear in ears:
            self.marks[ear.topic] = mark
            await self._judge(ear, held.get(ear.login))
        for topic in {ear.topic for ear in ears}:
            self._wake_at_end_of(topic)

    async def _has_changed(self, topic: str, ear: Ear) -> bool:
        if ear.surface not in SHARED:
            return False
        return bool(await database_sync_to_async(standings.mark_of)(ear.tenant) != self.marks.get(topic))

    async def _judge(self, ear: Ear, now: standings.Standing | None) -> None:
        if now == ear.standing:
            return
        ear.forget()
        if now is None:
            self.ears.get(ear.topic, set()).discard(ear)
            self._later(ear.close())
            return
        ear.renewed = ear.renewed or now.view_key != ear.standing.view_key
        gone, ear.standing = ear.standing.names - now.names, now
        await self._present(ear, now.names)
        await self._absent(ear, gone)
        self._flush_soon(ear.topic)

    def _wake_at_end_of(self, topic: str) -> None:
        """A role that ends at six ends at six, whether or not anything happens then."""
        moments = [ear.standing.authority.until for ear in self.ears.get(topic, ()) if ear.standing.authority]
        until = min((moment for moment in moments if moment), default=None)
        if alarm := self._alarms.pop(topic, None):
            alarm.cancel()
        if until is not None:
            self._alarms[topic] = asyncio.get_running_loop().call_later(
                _seconds_to(until), lambda: self._later(self._look_again(topic, force=True))
            )

    # -- signs of life

    async def _beat(self) -> None:
        """So that a page knows that its line is alive, and we that ours is: a number that Redis gave and we never heard of
        is a gap at the end, which no later message shows."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                await self._find_gaps()
                for ears in self._by_house():
                    await self._look_at(ears)
                for topic, here in list(self.ears.items()):
                    for ear in list(here):
                        self._sign_of_life(ear, self.known[topic])
            except Exception:
                log.exception("A live beat failed; the next one tries again.")

    def _by_house(self) -> list[list[Ear]]:
        houses: dict[tuple[str, str], list[Ear]] = {}
        for ears in self.ears.values():
            for ear in ears:
                houses.setdefault((ear.tenant.schema, ear.surface), []).append(ear)
        return list(houses.values())

    def _sign_of_life(self, ear: Ear, known: int) -> None:
        if not ear.has_news():
            ear.heard = known
        self._later(ear.tell())

    async def _find_gaps(self) -> None:
        topics = list(self.known)
        if not topics:
            return
        numbers = dict(zip(topics, await asyncio.to_thread(layer().sequences, topics), strict=True))
        behind = [topic for topic, number in numbers.items() if number > self.known.get(topic, number)]
        if behind:
            await asyncio.sleep(GRACE_SECONDS)  # what is on its way arrives
        for topic in behind:
            if topic in self.known and self.known[topic] < numbers[topic]:
                self.known[topic] = numbers[topic]
                self._all_missed(topic)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = _apart(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _presence(ear: Ear, name: str) -> str:
    with tenancy.entered(ear.tenant):
        return presence_of(ear.surface, name)


def _apart(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    return asyncio.get_running_loop().create_task(work, context=contextvars.Context())


def _seconds_to(moment: datetime) -> float:
    return min(max(0.0, (moment - clock.now()).total_seconds()) + 0.01, 86_400.0)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """One for each event loop: a web process has one loop."""
    loop = asyncio.get_running_loop()
    for old in [known for known in _hubs if known.is_closed()]:
        del _hubs[old]
    return _hubs.setdefault(loop, Hub())
