"""Announcing what happened."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from atrium.kernel import actor, clock

from .models import Delivery, Event

# Who reacts to which kind of event; installed at start-up from infra/subscriptions.py.
_subscriptions: dict[str, tuple[str, ...]] = {}


def install_subscriptions(table: Mapping[str, Sequence[str]]) -> None:
    _subscriptions.clear()
    _subscriptions.update({kind: tuple(names) for kind, names in table.items()})


def announce(kind: str, /, **payload: Any) -> Event:
    """Write the event and one delivery per subscriber, in the caller's transaction."""
    now = clock.now()
    event = Event.objects.create(
        kind=kind, payload=payload, actor=json.loads(actor.current().as_setting()), at=now
    )
    Delivery.objects.bulk_create(
        Delivery(event=event, subscriber=name, next_at=now) for name in _subscriptions.get(kind, ())
    )
    return event
