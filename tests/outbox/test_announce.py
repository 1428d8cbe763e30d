"""An event is written with its cause: both are there, or neither."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from atrium.kernel import tenancy
from atrium.kernel.actor import Actor, acting
from tenants.outbox import registry, services, tasks
from tenants.outbox.models import Delivery, Event

from . import listeners
from .conftest import FAIL, LISTEN


@pytest.mark.usefixtures("db")
def test_one_delivery_is_written_for_each_subscriber(acme: tenancy.Tenant) -> None:
    lead_id = uuid.uuid4()
    with tenancy.entered(acme), transaction.atomic():
        event = services.announce(
            "both.happened", lead_id=lead_id, kind="lead", at=datetime(2026, 11, 22, tzinfo=UTC)
        )

    with tenancy.entered(acme):
        row = Event.objects.get(id=event.id)
        assert row.payload == {"lead_id": str(lead_id), "kind": "lead", "at": "2026-11-22T00:00:00Z"}
        found = list(Delivery.objects.order_by("id").values_list("subscriber", "state", "attempt"))
        assert found == [(FAIL, "waiting", 0), (LISTEN, "waiting", 0)]


@pytest.mark.usefixtures("db")
def test_an_event_nobody_listens_to_is_kept(acme: tenancy.Tenant) -> None:
    with tenancy.entered(acme), transaction.atomic():
        services.announce("nobody.cares")

    with tenancy.entered(acme):
        assert Event.objects.filter(kind="nobody.cares").count() == 1
        assert Delivery.objects.count() == 0


@pytest.mark.usefixtures("committed")
def test_what_is_rolled_back_did_not_happen_and_rings_nobody(acme: tenancy.Tenant, rung: list[int]) -> None:
    with tenancy.entered(acme):
        with transaction.atomic():
            services.announce("lead.created", lead_id=uuid.uuid4())
            transaction.set_rollback(True)
        told = Event.objects.filter(kind="lead.created").count()
        assert (told, Delivery.objects.count(), rung) == (0, 0, [])


@pytest.mark.usefixtures("committed")
def test_the_bell_rings_after_the_commit(acme: tenancy.Tenant, rung: list[int]) -> None:
    with tenancy.entered(acme):
        with transaction.atomic():
            services.announce("lead.created", lead_id=uuid.uuid4())
            assert rung == []
        assert rung == [Delivery.objects.get().pk]


@pytest.mark.usefixtures("committed")
def test_a_broken_bell_does_not_break_the_business(
    acme: tenancy.Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_redis(*_: object, **__: object) -> None:
        raise ConnectionError("redis is gone")

    monkeypatch.setattr(tasks.deliver, "apply_async", no_redis)
    with tenancy.entered(acme):
        with transaction.atomic():
            services.announce("lead.created", lead_id=uuid.uuid4())
        assert Delivery.objects.get().state == "waiting"


@pytest.mark.usefixtures("committed")
def test_an_event_outside_a_transaction_is_a_mistake(acme: tenancy.Tenant) -> None:
    with tenancy.entered(acme), pytest.raises(RuntimeError, match="inside the transaction"):
        services.announce("lead.created")


@pytest.mark.usefixtures("db")
def test_the_event_remembers_who_caused_it(acme: tenancy.Tenant) -> None:
    with tenancy.entered(acme), acting(Actor(kind="staff", id="7", label="Sam")), transaction.atomic():
        services.announce("lead.created")

    with tenancy.entered(acme):
        assert Event.objects.get(kind="lead.created").actor == {"kind": "staff", "id": "7", "label": "Sam"}


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("statement", ["UPDATE outbox_event SET kind = 'x'", "DELETE FROM outbox_event"])
def test_what_happened_cannot_be_changed(acme: tenancy.Tenant, statement: str) -> None:
    with tenancy.entered(acme):
        with transaction.atomic():
            services.announce("nobody.cares")
        with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
            connection.cursor().execute(statement)
        assert Event.objects.filter(kind="nobody.cares").count() == 1


def test_every_subscription_of_the_product_leads_somewhere() -> None:
    from infra.subscriptions import SUBSCRIPTIONS

    registry.install(SUBSCRIPTIONS)


@pytest.mark.parametrize(
    "name",
    [
        "tests.outbox.nowhere.listen",
        "tests.outbox.listeners.nobody",
        "tests.outbox.listeners.not_a_function",
        "nodots",
    ],
)
def test_a_subscription_that_leads_nowhere_stops_the_start_and_leaves_the_table(name: str) -> None:
    with pytest.raises(registry.UnknownSubscriber, match=name):
        registry.install({"lead.created": (LISTEN, name)})

    assert registry.subscribers_of("lead.created") == (LISTEN,)
    assert listeners.heard == []
