"""With real commits: the lease is seen by others before the subscriber runs, and of many workers one delivers."""

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from atrium.kernel import tenancy
from tenants.outbox import registry, services
from tenants.outbox.models import Delivery
from tenants.outbox.types import Event

from . import listeners
from .conftest import LISTEN

pytestmark = pytest.mark.usefixtures("rung")


@pytest.fixture(autouse=True)
def _inside(committed: None, acme: tenancy.Tenant) -> Iterator[None]:
    with tenancy.entered(acme):
        yield


def announced() -> Delivery:
    with transaction.atomic():
        services.announce("lead.created", lead_id=uuid.uuid4())
    return Delivery.objects.get()


def test_the_lease_is_committed_before_the_subscriber_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = announced()
    seen: list[tuple[str, bool]] = []

    def look(_: Event) -> None:
        def elsewhere() -> str:
            with tenancy.entered(tenant):
                state = Delivery.objects.get(id=delivery.pk).state
                connection.close()
                return state

        tenant = tenancy.require()
        with ThreadPoolExecutor(1) as pool:
            seen.append((pool.submit(elsewhere).result(), connection.in_atomic_block))

    monkeypatch.setitem(registry._functions, LISTEN, look)
    services.deliver(delivery.pk)

    assert seen == [("sending", False)]


def test_of_many_workers_one_delivers(acme: tenancy.Tenant) -> None:
    delivery, start = announced(), threading.Barrier(8)

    def work(_: int) -> bool:
        with tenancy.entered(acme):
            try:
                start.wait(timeout=30)
                return services.deliver(delivery.pk)
            finally:
                connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(work, range(8))) == [False] * 7 + [True]
    assert len(listeners.heard) == 1


def test_a_revived_delivery_is_rung_for(rung: list[int]) -> None:
    delivery = announced()
    Delivery.objects.update(state="dead")
    rung.clear()

    services.revive(delivery_id=delivery.pk)

    assert rung == [delivery.pk]
