"""Announce, deliver, and tell again. A delivery's lease is committed before its subscriber is called."""

import json
import logging
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from atrium.kernel import actor, clock, ids
from atrium.kernel.actor import Actor
from atrium.kernel.errors import NotFound

from . import registry, rules, tasks, together
from .models import Delivery, Event
from .types import Event as EventValue

log = logging.getLogger(__name__)

ERROR_LONGEST: Final = 2000

# A first try needs no look at the clock: `next_at` of a new delivery is another machine's time.
_LEASE: Final = """
WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS now), due AS MATERIALIZED (
    SELECT delivery.id, moment.now FROM outbox_delivery delivery CROSS JOIN moment
    WHERE delivery.id = %s AND (
        (delivery.state = 'waiting' AND (delivery.attempt = 0 OR delivery.next_at <= moment.now))
        OR (delivery.state = 'sending' AND delivery.lease_until <= moment.now))
    FOR UPDATE OF delivery SKIP LOCKED
)
UPDATE outbox_delivery delivery
SET state = 'sending', attempt = delivery.attempt + 1, lease_until = due.now + make_interval(secs => %s)
FROM due, outbox_event event WHERE delivery.id = due.id AND event.id = delivery.event_id
RETURNING delivery.subscriber, delivery.attempt, event.id, event.kind, event.payload::text, event.actor::text, event.at
"""

# One statement: nearly everything that happens passes here, and waits for it.
_ANNOUNCE: Final = """
WITH event AS (INSERT INTO outbox_event (id, kind, payload, actor, at) VALUES (%s, %s, %s, %s, %s))
INSERT INTO outbox_delivery (event_id, subscriber, state, attempt, next_at, error)
SELECT %s, subscriber, 'waiting', 0, %s, '' FROM unnest(%s::text[]) AS subscriber
RETURNING id, subscriber
"""

install_subscriptions = registry.install


def announce(kind: str, /, **payload: Any) -> EventValue:
    """Writes the event and one delivery per subscriber into the transaction of its cause, and rings when that commits."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{kind} must be announced inside the transaction that caused it.")
    event = EventValue(id=ids.new_id(), kind=kind, payload=payload, at=clock.now())
    subscribers, many = list(registry.subscribers_of(kind)), registry.heard_together()
    said = json.dumps(payload, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(
            _ANNOUNCE,
            [event.id, kind, said, actor.current().as_setting(), event.at, event.id, event.at, subscribers],
        )
        for delivery_id, subscriber in cursor.fetchall():
            if subscriber not in many:
                _ring_on_commit(delivery_id)
    if not many.isdisjoint(subscribers):
        transaction.on_commit(together.ring)
    return event


def deliver(delivery_id: int) -> bool:
    """Tells one subscriber. False if there was nothing to do: somebody else has it, or it is done."""
    delivery = _lease(delivery_id)
    if delivery is None:
        return False
    try:
        with actor.acting(Actor(**delivery.event.actor)):
            registry.subscriber(delivery.subscriber)(delivery.event.as_value())
    except Exception as error:
        failed(delivery, error)
    else:
        _finish(delivery, state=Delivery.State.DONE, done_at=clock.now(), error="")
    return True


def sweep(*, limit: int = 500) -> int:
    """Rings again for what was not heard: a lost message, a failed try whose wait is over, a worker that died."""
    now = _database_time()
    quiet = now - timedelta(seconds=rules.GRACE_SECONDS)
    due = Q(state=Delivery.State.WAITING, next_at__lte=quiet) | Q(
        state=Delivery.State.SENDING, lease_until__lte=now
    )
    many = registry.heard_together()
    rows = list(Delivery.objects.filter(due).order_by("id").values_list("id", "state", "subscriber")[:limit])
    found = [row[0] for row in rows]
    # Behind a busy worker a message waits too: it is not sent again every two seconds.
    rung = Delivery.objects.filter(id__in=found, state=Delivery.State.WAITING, attempt=0)
    rung.update(next_at=now + timedelta(seconds=rules.RING_AGAIN_SECONDS))
    alone = [row[0] for row in rows if row[1] == Delivery.State.SENDING or row[2] not in many]
    if len(alone) < len(found):
        _call_together()
    for delivery_id in alone:
        _ring(delivery_id)
    return len(found)


def revive(*, delivery_id: int) -> None:
    """Gives a dead delivery all its attempts again."""
    with transaction.atomic():
        changed = Delivery.objects.filter(id=delivery_id, state=Delivery.State.DEAD).update(
            state=Delivery.State.WAITING, attempt=0, next_at=clock.now(), error=""
        )
        if not changed:
            raise NotFound("There is no such dead delivery.")
        _ring_on_commit(delivery_id)


def prune(*, older_than: datetime, batch: int = 2000, most_batches: int = 50) -> int:
    """Removes deliveries that were done before then; the number removed. The rest is left to the next run.

    Small batches, each committed by itself: a row that is being worked on is never waited for, and no lock is held long.
    """
    removed = 0
    for _ in range(most_batches):
        rows = list(_finished(older_than).values_list("id", flat=True)[:batch])
        Delivery.objects.filter(id__in=rows, state=Delivery.State.DONE).delete()
        removed += len(rows)
        if len(rows) < batch:
            break
    return removed


def _finished(older_than: datetime) -> QuerySet[Delivery]:
    """An event's id begins with its time, so the index that keeps a delivery single also finds the old ones."""
    done = Delivery.objects.filter(state=Delivery.State.DONE, done_at__lt=older_than)
    return done.filter(event_id__lt=ids.first_id_at(older_than)).order_by("event_id")


def _lease(delivery_id: int) -> Delivery | None:
    """Committed when this answers: one statement, since every event passes here once for each of its subscribers."""
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, [delivery_id, rules.LEASE_SECONDS])
        row = cursor.fetchone()
    if row is None:
        return None
    subscriber, attempt, event_id, kind, payload, who, at = row
    event = Event(id=event_id, kind=kind, payload=json.loads(payload), actor=json.loads(who), at=at)
    return Delivery(id=delivery_id, subscriber=subscriber, attempt=attempt, event=event)


def failed(delivery: Delivery, error: Exception) -> None:
    """Told again later, or given up."""
    text = f"{type(error).__name__}: {error}"[:ERROR_LONGEST]
    again = rules.next_try(delivery.attempt, _database_time())
    if again is None:
        log.error("%s gave up on %s: %s", delivery.subscriber, delivery.event, text, exc_info=error)
        _finish(delivery, state=Delivery.State.DEAD, error=text)
    else:
        log.warning("%s will hear %s again: %s", delivery.subscriber, delivery.event, text, exc_info=error)
        _finish(delivery, state=Delivery.State.WAITING, next_at=again, error=text)


def _finish(delivery: Delivery, **changes: Any) -> None:
    """Only the holder of the lease may say how it ended; `attempt` tells a late worker that it is no longer."""
    mine = Delivery.objects.filter(id=delivery.pk, state=Delivery.State.SENDING, attempt=delivery.attempt)
    mine.update(lease_until=None, **changes)


def _ring_on_commit(delivery_id: int) -> None:
    transaction.on_commit(lambda: _ring(delivery_id))


def _ring(delivery_id: int) -> None:
    try:
        tasks.deliver.apply_async([delivery_id], retry=False)
    except Exception:
        # The business is committed. The bell is out of order, and the sweep will find the delivery.
        log.warning("Could not ring for delivery %s; the sweep will.", delivery_id, exc_info=True)


def _call_together() -> None:
    try:
        together.call()
    except Exception:
        log.warning("Could not ring for what waits; the next sweep will.", exc_info=True)


def _database_time() -> datetime:
    """Leases and waits are measured by the database's clock; workers' clocks may differ."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)
    return now
