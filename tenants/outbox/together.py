"""Many deliveries in one turn, for subscribers that hear many events as cheaply as one.

The bell is a key in Redis. It hangs from the first announcement until a turn has found nothing more, so a hundred events a second
cost ten turns and no message each. Nothing is lost by it: a turn takes the bell down *before* it looks for the last time, so who
finds it hanging knows that somebody looks after their commit; and a bell that nobody answers is found by the sweep.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.core.cache import cache
from django.db import connection

from atrium.kernel import actor, clock
from atrium.kernel.actor import Actor

from . import registry, rules, tasks
from .models import Delivery, Event
from .types import Together

log = logging.getLogger(__name__)

BELL: Final = "outbox-bell"
BELL_SECONDS: Final = 3  # a turn that takes longer is joined by another
PAUSE_SECONDS: Final = 0.1
MOST: Final = 300  # a turn costs much the same for few and many: what has gathered is told at once

_LEASE: Final = """
WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS now), due AS MATERIALIZED (
    SELECT delivery.id, moment.now FROM outbox_delivery delivery CROSS JOIN moment
    WHERE delivery.state = 'waiting' AND delivery.subscriber = ANY(%s)
      AND (delivery.attempt = 0 OR delivery.next_at <= moment.now)
    ORDER BY delivery.next_at LIMIT %s FOR UPDATE OF delivery SKIP LOCKED
)
UPDATE outbox_delivery delivery
SET state = 'sending', attempt = delivery.attempt + 1, lease_until = due.now + make_interval(secs => %s)
FROM due, outbox_event event WHERE delivery.id = due.id AND event.id = delivery.event_id
RETURNING delivery.id, delivery.subscriber, delivery.attempt, event.id, event.kind, event.payload::text, event.actor::text, event.at
"""
_DONE: Final = """
UPDATE outbox_delivery delivery SET state = 'done', done_at = %s, error = '', lease_until = NULL
FROM unnest(%s::bigint[], %s::int[]) AS mine (id, attempt)
WHERE delivery.id = mine.id AND delivery.attempt = mine.attempt AND delivery.state = 'sending'
"""


def ring() -> None:
    """After a commit. Silent where the bell hangs already."""
    try:
        if cache.add(BELL, 1, BELL_SECONDS):
            call()
    except Exception:
        log.warning("Could not ring for what was announced; the sweep will.", exc_info=True)


def call(after_seconds: float = 0.0) -> None:
    tasks.deliver_together.apply_async(countdown=after_seconds or None, retry=False)


def turn() -> int:
    """How many deliveries were tried. Where there were some, more are likely: they are gathered for a moment."""
    tried = deliver_waiting()
    if not tried:
        cache.delete(BELL)
        tried = deliver_waiting()  # what was announced while the bell still hung
    if tried:
        cache.set(BELL, 1, BELL_SECONDS)
        call(PAUSE_SECONDS)
    return tried


def deliver_waiting(limit: int = MOST) -> int:
    """Leases the oldest, tells them by subscriber, and writes down how it went."""
    leased = _lease(limit)
    if len(leased) == limit:  # more than one process can tell in a moment
        call()
    groups: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for delivery in leased:
        subscriber = registry.subscriber(delivery.subscriber)
        by_whom = (
            "" if isinstance(subscriber, Together) and not subscriber.as_causer else delivery.event.actor
        )
        groups[delivery.subscriber, json.dumps(by_whom, sort_keys=True)].append(delivery)
    for group in groups.values():
        _tell(group)
    return len(leased)


def _tell(group: Sequence[Delivery]) -> None:
    from . import services

    try:
        with _as_causer_of(group[0]):
            registry.hear(group[0].subscriber, [delivery.event.as_value() for delivery in group])
    except Exception as error:
        if len(group) == 1:
            services.failed(group[0], error)
        else:  # one that cannot be heard must not hold up the others
            for delivery in group:
                _tell([delivery])
    else:
        _done(group)


@contextmanager
def _as_causer_of(delivery: Delivery) -> Iterator[None]:
    with actor.acting(Actor(**delivery.event.actor)):
        yield


def _lease(limit: int) -> list[Delivery]:
    names = sorted(registry.heard_together())
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, [names, limit, rules.LEASE_SECONDS])
        rows = cursor.fetchall()
    return sorted((_delivery(row) for row in rows), key=lambda delivery: delivery.pk)


def _delivery(row: Sequence[Any]) -> Delivery:
    delivery_id, subscriber, attempt, event_id, kind, payload, who, at = row
    event = Event(id=event_id, kind=kind, payload=json.loads(payload), actor=json.loads(who), at=at)
    return Delivery(id=delivery_id, subscriber=subscriber, attempt=attempt, event=event)


def _done(group: Sequence[Delivery]) -> None:
    """Only where the lease is still ours, as `attempt` tells."""
    ids, attempts = [one.pk for one in group], [one.attempt for one in group]
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [clock.now(), ids, attempts])
