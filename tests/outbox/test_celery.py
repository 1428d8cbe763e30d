"""Through the real Redis and a real Celery worker: what is announced is heard, soon, in its own broker's house."""

import threading
import uuid
from collections.abc import Iterator

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connection, transaction

from atrium.kernel import tenancy
from infra.celery import app
from tenants.outbox import registry, services
from tenants.outbox.models import Delivery
from tenants.outbox.types import Event

from .conftest import FAIL, LISTEN

HEARD_WITHIN_SECONDS = 20  # a deadline for a broken bell, not a promise of speed


@pytest.fixture
def worker(committed: None) -> Iterator[None]:
    """One thread, like a worker of one process."""
    with start_worker(app, pool="threads", concurrency=2, perform_ping_check=False, shutdown_timeout=30):
        yield
    app.control.purge()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> "Heard":
    found = Heard()
    monkeypatch.setitem(registry._functions, LISTEN, found)
    return found


class Heard:
    """A subscriber that notes in which house it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Event]] = []
        self.bell = threading.Semaphore(0)

    def __call__(self, event: Event) -> None:
        self.told.append((tenancy.current_schema(), event))
        connection.close()
        self.bell.release()

    def wait(self) -> tuple[str, Event]:
        assert self.bell.acquire(timeout=HEARD_WITHIN_SECONDS), "nobody was told"
        return self.told[-1]


def test_what_is_committed_is_heard_in_its_own_house(
    worker: None, heard: Heard, acme: tenancy.Tenant, borealis: tenancy.Tenant
) -> None:
    for tenant in (acme, borealis):
        lead_id = uuid.uuid4()
        with tenancy.entered(tenant), transaction.atomic():
            services.announce("lead.created", lead_id=lead_id)

        house, event = heard.wait()
        assert (house, event.payload) == (tenant.schema, {"lead_id": str(lead_id)})


def test_a_message_that_was_lost_is_made_good_by_the_sweep(
    worker: None, heard: Heard, acme: tenancy.Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenancy.entered(acme):
        with monkeypatch.context() as lost:
            lost.setattr(services, "_ring", lambda _: None)
            with transaction.atomic():
                services.announce("both.happened", lead_id=uuid.uuid4())
        listening = Delivery.objects.get(subscriber=LISTEN)
        assert (listening.state, Delivery.objects.get(subscriber=FAIL).state) == ("waiting", "waiting")
        Delivery.objects.update(next_at="2020-01-01T00:00:00Z")

        assert services.sweep() == 2
        assert heard.wait()[0] == acme.schema
