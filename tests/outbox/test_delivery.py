"""Each subscriber is told at least once, by one worker at a time, until it worked or a person must look."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction

from atrium.kernel import actor, tenancy
from atrium.kernel.errors import NotFound
from tenants.outbox import registry, rules, selectors, services
from tenants.outbox.models import Delivery

from . import listeners
from .conftest import FAIL, LISTEN

pytestmark = pytest.mark.usefixtures("in_acme", "rung")


def announced(kind: str = "lead.created") -> Delivery:
    with transaction.atomic():
        event = services.announce(kind, lead_id=uuid.uuid4())
    return Delivery.objects.filter(event_id=event.id).order_by("id")[0]


def is_due(delivery: Delivery) -> None:
    """The wait is over."""
    Delivery.objects.filter(id=delivery.pk).update(next_at=delivery.event.at - timedelta(days=1))


def test_a_subscriber_hears_the_event_as_it_was_written() -> None:
    delivery = announced()

    assert services.deliver(delivery.pk) is True

    (event,) = listeners.heard
    assert event == delivery.event.as_value()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt, delivery.lease_until) == ("done", 1, None)
    assert delivery.done_at is not None


def test_a_message_that_comes_twice_is_told_once() -> None:
    delivery = announced()

    assert [services.deliver(delivery.pk) for _ in range(3)] == [True, False, False]
    assert len(listeners.heard) == 1


def test_a_subscriber_acts_as_the_one_who_caused_the_event(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setitem(registry._functions, LISTEN, lambda _: seen.append(actor.current().label))
    with actor.acting(actor.Actor(kind="staff", id="1", label="Sam")):
        delivery = announced()

    services.deliver(delivery.pk)

    assert (seen, actor.current().label) == (["Sam"], "Atrium")


def test_a_failure_is_kept_with_its_words_and_tried_again_later() -> None:
    delivery = announced("deposit.settled")

    services.deliver(delivery.pk)
    assert services.deliver(delivery.pk) is False  # not before its time

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempt) == ("waiting", 1)
    assert delivery.error == "ConnectionError: the mail server is away, deposit.settled was not sent"
    assert delivery.next_at > delivery.event.at


def test_one_broken_subscriber_does_not_keep_the_news_from_another() -> None:
    first = announced("both.happened")
    for delivery in Delivery.objects.filter(event=first.event):
        services.deliver(delivery.pk)

    states = dict(Delivery.objects.filter(event=first.event).values_list("subscriber", "state"))
    assert states == {FAIL: "waiting", LISTEN: "done"}


def test_only_the_dead_are_revived() -> None:
    with pytest.raises(NotFound):
        services.revive(delivery_id=announced().pk)


def test_the_wait_grows_and_ends() -> None:
    at = announced().event.at
    waits = [rules.next_try(attempt, at) for attempt in range(1, rules.MAX_ATTEMPTS + 1)]

    assert waits[-1] is None
    seconds = [(wait - at).total_seconds() for wait in waits if wait]
    assert seconds == sorted(seconds) == [1, 5, 30, 120, 600, 1800, 3600, 7200]


def test_the_sweep_rings_for_what_was_not_heard(rung: list[int]) -> None:
    lost, fresh, done = announced(), announced(), announced()
    services.deliver(done.pk)
    is_due(lost)
    rung.clear()

    assert services.sweep() == 1
    assert rung == [lost.pk]
    assert fresh.pk not in rung
    assert services.sweep() == 0  # a busy worker's queue is not filled with copies
    assert services.deliver(lost.pk) is True


def test_a_delivery_whose_worker_died_is_taken_over(rung: list[int]) -> None:
    delivery = announced()
    services._lease(delivery.pk)  # and then the power went
    rung.clear()
    assert (services.deliver(delivery.pk), services.sweep()) == (False, 0)

    Delivery.objects.filter(id=delivery.pk).update(lease_until=delivery.event.at - timedelta(seconds=1))

    assert (services.sweep(), rung) == (1, [delivery.pk])
    assert services.deliver(delivery.pk) is True
    assert len(listeners.heard) == 1


def test_a_late_worker_does_not_overwrite_what_its_successor_found() -> None:
    delivery = announced()
    late = services._lease(delivery.pk)
    assert late is not None
    Delivery.objects.filter(id=delivery.pk).update(lease_until=delivery.event.at - timedelta(seconds=1))
    services.deliver(delivery.pk)

    services.failed(late, RuntimeError("too late"))

    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == ("done", "")


def test_the_other_brokers_deliveries_are_out_of_reach(borealis: tenancy.Tenant) -> None:
    delivery = announced()
    is_due(delivery)
    with tenancy.entered(borealis):
        assert (services.deliver(delivery.pk), services.sweep()) == (False, 0)
    assert listeners.heard == []


def test_after_the_last_attempt_a_person_must_look_and_may_tell_it_again() -> None:
    delivery = announced("deposit.settled")
    for _ in range(rules.MAX_ATTEMPTS):
        is_due(delivery)
        assert services.deliver(delivery.pk) is True
    is_due(delivery)
    assert services.deliver(delivery.pk) is False

    (dead,) = selectors.dead_deliveries()
    assert (dead.id, dead.subscriber, dead.attempts) == (delivery.pk, FAIL, rules.MAX_ATTEMPTS)
    assert "the mail server is away" in dead.error

    services.revive(delivery_id=dead.id)
    assert selectors.dead_deliveries() == ()
    assert services.deliver(dead.id) is True
