"""Two hundred colleagues with a page open, a hundred events a second: from the commit until a reader's browser has the row."""

import asyncio
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

from websockets.asyncio.client import connect

from atrium.kernel import tenancy
from infra.bench.figures import Figure, percentile
from infra.supervisor import ports

SOCKETS: Final = 200
WHO_SEE_ALL: Final = 20
PER_SECOND, SECONDS = 100, 20
HANDS: Final = 6
WARMING: Final = 40  # the first of a product that has just started are not counted
PATIENCE_SECONDS: Final = 15.0


@dataclass
class Reader:
    """An open page. `seen`: lead → when a frame with its row came; `missed`: how often it was told to fetch instead."""

    member_id: uuid.UUID
    sees_all: bool
    cookie: str
    seen: dict[str, float] = field(default_factory=dict)
    missed: int = 0
    frames: int = 0

    async def look(self, host: str, ready: asyncio.Event) -> None:
        async with connect(
            f"ws://{host}/live/", host="127.0.0.1", port=ports.WEB.number, origin=f"http://{host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookie}, max_size=None, proxy=None, compression=None, open_timeout=60,
        ) as line:  # fmt: skip
            async for frame in line:
                text = frame if isinstance(frame, str) else frame.decode()
                ready.set()
                self._take(text, time.monotonic())

    def _take(self, text: str, at: float) -> None:
        self.frames += 1
        mark, _, rows = text.partition("</i>")
        self.missed += "missed" in mark
        for part in rows.split('id="lead-')[1:]:
            self.seen.setdefault(part[:36], at)


def figures(tenant: tenancy.Tenant) -> list[Figure]:
    """The product runs; the broker is one of its own."""
    readers = _readers(tenant)
    leads = _leads(tenant, [reader.member_id for reader in readers])
    sent = asyncio.run(_run(tenant, readers, leads))
    waits, owed = [], 0
    for lead_id, (owner, at) in sent.items():
        for reader in readers:
            if reader.sees_all or reader.member_id == owner:
                owed += 1
                if lead_id in reader.seen:
                    waits.append(reader.seen[lead_id] - at)
    began, ended = min(at for _, at in sent.values()), max(at for _, at in sent.values())
    return [
        Figure("event to reader, 200 sockets, 100 events/s, p99 (s)", percentile(waits, 0.99), 1.0, 0.1),
        Figure("the same, median (s)", percentile(waits, 0.5), 1.0, 0.1),
        Figure("events a second that were made", len(sent) / (ended - began), PER_SECOND * 0.95, PER_SECOND, at_most=False),
        Figure("rows owed to readers and never seen", owed - len(waits), 0, 0),
        Figure("times a reader was told to fetch instead", sum(reader.missed for reader in readers), 0, 0),
    ]  # fmt: skip


async def _run(
    tenant: tenancy.Tenant, readers: Sequence[Reader], leads: Sequence[tuple[uuid.UUID, uuid.UUID]]
) -> dict[str, tuple[uuid.UUID, float]]:
    host = f"desk.{tenant.slug}.localhost:{ports.WEB.number}"
    ready = [asyncio.Event() for _ in readers]
    looking = []
    for start in range(0, len(readers), 20):  # a few at a time, as people come in the morning
        some = list(zip(readers, ready, strict=True))[start : start + 20]
        looking += [asyncio.create_task(reader.look(host, event)) for reader, event in some]
        await asyncio.gather(*(asyncio.wait_for(event.wait(), 60) for _, event in some))
    with ThreadPoolExecutor(HANDS) as hands:
        await _wait_until_seen(readers, await _make(tenant, leads[:WARMING], hands))
        sent = await _make(tenant, leads[WARMING:], hands)
        await _wait_until_seen(readers, sent)
    for task in looking:
        task.cancel()
    await asyncio.gather(*looking, return_exceptions=True)
    return sent


async def _wait_until_seen(readers: Sequence[Reader], sent: dict[str, tuple[uuid.UUID, float]]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not _all_seen(readers, sent):
        await asyncio.sleep(0.5)


async def _make(
    tenant: tenancy.Tenant, leads: Sequence[tuple[uuid.UUID, uuid.UUID]], hands: ThreadPoolExecutor
) -> dict[str, tuple[uuid.UUID, float]]:
    """At an even pace, whatever the product does with them."""
    loop, sent, began = asyncio.get_running_loop(), {}, time.monotonic()
    waiting = []
    for number, (lead_id, owner) in enumerate(leads):
        await asyncio.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        waiting.append((lead_id, owner, loop.run_in_executor(hands, _event, tenant, lead_id)))
    for lead_id, owner, done in waiting:
        sent[str(lead_id)] = (owner, await done)
    return sent


def _event(tenant: tenancy.Tenant, lead_id: uuid.UUID) -> float:
    """Somebody was spoken to: the row changes, and the moment of the commit."""
    from django.db import transaction

    from atrium.kernel import clock
    from tenants.leads.models import Lead
    from tenants.outbox.services import announce

    with tenancy.entered(tenant), transaction.atomic():
        Lead.objects.filter(id=lead_id).update(last_contact_at=clock.now())
        announce("lead.contacted", lead_id=str(lead_id))
    return time.monotonic()


def _all_seen(readers: Sequence[Reader], sent: dict[str, tuple[uuid.UUID, float]]) -> bool:
    return all(
        lead_id in reader.seen
        for lead_id, (owner, _at) in sent.items()
        for reader in readers
        if reader.sees_all or reader.member_id == owner
    )


def _readers(tenant: tenancy.Tenant) -> list[Reader]:
    """Managers who see everything, and sales who see what is theirs."""
    from tenants.staff.services import add_member

    with tenancy.entered(tenant):
        members = [
            add_member(
                email=f"reader{number}.{time.time_ns()}@example.com",
                name=f"Reader {number}",
                role="Sales manager" if number < WHO_SEE_ALL else "Sales",
            )
            for number in range(SOCKETS)
        ]
        return [Reader(one.id, at < WHO_SEE_ALL, _cookie(one.user)) for at, one in enumerate(members)]


def _cookie(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    from infra.middleware.cookies import cookie_name

    browser = Client()
    browser.force_login(user)
    return f"{cookie_name('staff', 'session')}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _leads(tenant: tenancy.Tenant, members: Sequence[uuid.UUID]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """One for each event, each somebody's."""
    from tenants.leads.models import Lead
    from tenants.numbering.services import next_number

    sales, found = members[WHO_SEE_ALL:], []
    with tenancy.entered(tenant):
        for number in range(WARMING + PER_SECOND * SECONDS):
            owner = sales[number % len(sales)]
            found.append(
                Lead(number=next_number("lead"), name=f"Lead {number}", country="CY", assigned_to_id=owner)
            )
        Lead.objects.bulk_create(found)
    return [(lead.id, lead.assigned_to_id) for lead in found if lead.assigned_to_id]
