"""Brings events to the merchants' endpoints: signed, one at a time per endpoint, again until it is taken."""

import asyncio
import logging
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable

import aiohttp

from infra.simulators.psp.envelopes import is_taken, letter, signature_header
from infra.simulators.psp.faults import Faults
from infra.simulators.psp.outgoing import LocalhostResolver
from infra.simulators.psp.store import Store
from infra.simulators.psp.wire import Json

__all__ = ["Courier", "signature_header"]

log = logging.getLogger(__name__)

RETRY_STEPS = (1, 5, 30, 120, 600, 3600, 14_400, 43_200)
_TIMEOUT_SECONDS = 10
_LONGEST_NAP_SECONDS = 1.0


class Courier:
    def __init__(self, store: Store, faults: Faults, *, retry_seconds: float = 1.0) -> None:
        self._store, self._faults, self._retry_seconds = store, faults, retry_seconds
        self._bell = asyncio.Event()

    def enqueue(self, account: str, event: Json) -> int:
        """One delivery per endpoint that wants this kind; the number of endpoints."""
        wanted = [
            endpoint
            for endpoint in self._store.all(account, "webhook_endpoint")
            if endpoint["status"] == "enabled" and {"*", event["type"]} & set(endpoint["enabled_events"])
        ]
        for endpoint in wanted:
            self._queue(event["id"], endpoint["id"], endpoint["url"])
        return len(wanted)

    def send(self, event: Json, endpoint_id: str) -> None:
        """To the one address that was named with the payment."""
        found = self._store.find(endpoint_id)
        if found is not None:
            self._queue(event["id"], endpoint_id, found[1]["url"])

    def _queue(self, event_id: str, endpoint_id: str, url: str) -> None:
        again = self._faults.take("duplicate_webhook", path=url)
        later = self._faults.take("delay_webhook", path=url)
        held = self._faults.take("reorder_webhooks", path=url)
        copies = 1 + int(again.get("copies", 1)) if again else 1
        next_at = time.time() + (float(later.get("seconds", 1)) if later else 0)
        state = "held" if held else "waiting"
        for _ in range(copies):
            sql = "insert into delivery (event_id, endpoint_id, state, next_at) values (?, ?, ?, ?)"
            self._store.db.execute(sql, (event_id, endpoint_id, state, next_at))
        if held:
            self._release_held(int(held.get("count", 2)))

    def _release_held(self, count: int) -> None:
        rows = self._store.db.execute("select id from delivery where state = 'held' order by id").fetchall()
        if len(rows) < count:
            return
        for place, row in enumerate(rows):
            sql = "update delivery set state = 'waiting', next_at = ? where id = ?"
            self._store.db.execute(sql, (time.time() - place, row["id"]))

    def send_again(self, event_id: str) -> None:
        found = self._store.find(event_id)
        if found is not None and found[1]["object"] == "event":
            self.enqueue(*found)
        elif found is not None:
            sql = "select endpoint_id from delivery where event_id = ? limit 1"
            row = self._store.db.execute(sql, (event_id,)).fetchone()
            self.send(found[1], row["endpoint_id"])
        self.wake()

    def wake(self) -> None:
        self._bell.set()

    async def run(self, each_round: Callable[[], None]) -> None:
        """Deliver what is due, for ever; `each_round` does the house's other periodic work."""
        timeout = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)
        connector = aiohttp.TCPConnector(resolver=LocalhostResolver())
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
            while True:
                self._bell.clear()
                each_round()
                await self._deliver_due(session)
                await self._nap()

    async def _nap(self) -> None:
        sql = "select min(next_at) from delivery where state = 'waiting'"
        due = self._store.db.execute(sql).fetchone()[0]
        seconds = _LONGEST_NAP_SECONDS if due is None else min(due - time.time(), _LONGEST_NAP_SECONDS)
        if seconds > 0:
            try:
                await asyncio.wait_for(self._bell.wait(), seconds)
            except TimeoutError:
                pass

    async def _deliver_due(self, session: aiohttp.ClientSession) -> None:
        sql = "select * from delivery where state = 'waiting' and next_at <= ? order by next_at, id limit 200"
        lanes: dict[str, list[sqlite3.Row]] = defaultdict(list)
        for row in self._store.db.execute(sql, (time.time(),)):
            lanes[row["endpoint_id"]].append(row)
        await asyncio.gather(*(self._drive(session, lane) for lane in lanes.values()))

    async def _drive(self, session: aiohttp.ClientSession, lane: list[sqlite3.Row]) -> None:
        for row in lane:
            status, answer, taken = await self._post(session, row["event_id"], row["endpoint_id"])
            self._note(row, status, answer, taken)

    async def _post(
        self, session: aiohttp.ClientSession, event_id: str, endpoint_id: str
    ) -> tuple[int | None, str, bool]:
        event, endpoint = self._store.find(event_id), self._store.find(endpoint_id)
        if event is None or endpoint is None:
            return None, "The endpoint was deleted.", False
        secret = endpoint[1]["secret"]
        if self._faults.take("wrong_signature", path=endpoint[1]["url"]):
            secret = "whsec_of_somebody_else"
        sent = letter(event[1], endpoint[1], secret)
        try:
            async with session.post(
                endpoint[1]["url"], data=sent.body, headers=dict(sent.headers), allow_redirects=False
            ) as answer:
                text = (await answer.content.read(500)).decode(errors="replace")
                return answer.status, text, is_taken(endpoint[1], answer.status, text, answer.headers)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return None, f"{type(error).__name__}: {error}"[:500], False

    def _note(self, row: sqlite3.Row, status: int | None, answer: str, taken: bool) -> None:
        attempt = row["attempt"] + 1
        state = "delivered" if taken else "waiting"
        if state == "waiting" and attempt > len(RETRY_STEPS):
            state = "given_up"
        step = RETRY_STEPS[min(attempt, len(RETRY_STEPS)) - 1] * self._retry_seconds
        sql = (
            "update delivery set attempt = ?, state = ?, next_at = ?, last_status = ?, last_answer = ?, "
            "sent_at = ? where id = ?"
        )
        now = time.time()
        self._store.db.execute(sql, (attempt, state, now + step, status, answer, now, row["id"]))
        log.info(
            "event %s: attempt %s, status %s, %s",
            row["event_id"],
            attempt,
            status,
            state,
        )

    def deliveries(self, limit: int = 100) -> list[Json]:
        sql = "select * from delivery order by id desc limit ?"
        return [dict(row) for row in self._store.db.execute(sql, (limit,))]
