"""Two hundred colleagues with a page open, a hundred events a second: from the commit until a reader's browser has the row."""

import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from atrium.kernel import tenancy
from infra.bench.console.pages import Page, Pages, opened
from infra.bench.figures import Figure, percentile
from infra.supervisor import ports

SOCKETS: Final = 200
WHO_SEE_ALL: Final = 20
PER_SECOND, SECONDS = 100, 20
HANDS: Final = 3
WARMING: Final = 40  # the first of a product that has just started are not counted
PATIENCE_SECONDS: Final = 15.0
Sent = dict[str, tuple[uuid.UUID, float]]
"""Lead → whose it is, and when the event was committed."""


@dataclass(frozen=True)
class Reader:
    member_id: uuid.UUID
    sees_all: bool
    cookie: str

    def is_owed(self, owner: uuid.UUID) -> bool:
        return self.sees_all or self.member_id == owner


def figures(tenant: tenancy.Tenant) -> list[Figure]:
    """The product runs; the broker is one of its own."""
    readers = _readers(tenant)
    leads = _leads(tenant, [reader.member_id for reader in readers])
    host = f"desk.{tenant.slug}.localhost"
    with (
        opened(host, ports.WEB.number, [reader.cookie for reader in readers]) as pages,
        ThreadPoolExecutor(HANDS) as hands,
    ):
        _wait_until_seen(readers, pages, _make(tenant, leads[:WARMING], hands))
        sent = _make(tenant, leads[WARMING:], hands)
        shown = _wait_until_seen(readers, pages, sent)
    waits, owed = _waits(readers, shown, sent)
    began, ended = min(at for _, at in sent.values()), max(at for _, at in sent.values())
    return [
        Figure("event to reader, 200 sockets, 100 events/s, p99 (s)", percentile(waits, 0.99), 1.0, 0.1),
        Figure("the same, median (s)", percentile(waits, 0.5), 1.0, 0.1),
        Figure("events a second that were made", len(sent) / (ended - began), PER_SECOND * 0.95, PER_SECOND, at_most=False),
        Figure("rows owed to readers and never seen", owed - len(waits), 0, 0),
        Figure("times a reader was told to fetch instead", sum(page.missed for page in shown), 0, 0),
    ]  # fmt: skip


def _waits(readers: Sequence[Reader], shown: Sequence[Page], sent: Sent) -> tuple[list[float], int]:
    """How long each row took to each reader, and how many rows were owed to readers."""
    waits, owed = [], 0
    for lead_id, (owner, at) in sent.items():
        for reader, page in zip(readers, shown, strict=True):
            if reader.is_owed(owner):
                owed += 1
                if lead_id in page.seen:
                    waits.append(page.seen[lead_id] - at)
    return waits, owed


def _wait_until_seen(readers: Sequence[Reader], pages: Pages, sent: Sent) -> list[Page]:
    """Or until patience ends. What the pages were told."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        shown = pages.told()
        waits, owed = _waits(readers, shown, sent)
        if len(waits) == owed or time.monotonic() > deadline:
            return shown
        time.sleep(0.5)


def _make(
    tenant: tenancy.Tenant, leads: Sequence[tuple[uuid.UUID, uuid.UUID]], hands: ThreadPoolExecutor
) -> Sent:
    """At an even pace, whatever the product does with them."""
    began, waiting = time.monotonic(), []
    for number, (lead_id, owner) in enumerate(leads):
        time.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        waiting.append((lead_id, owner, hands.submit(_event, tenant, lead_id)))
    return {str(lead_id): (owner, done.result()) for lead_id, owner, done in waiting}


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
