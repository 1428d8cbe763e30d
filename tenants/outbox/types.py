"""What a subscriber hears."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. It is told at least once, so a subscriber's effect must be the same the second time.

    `payload` is JSON: ids are text in it.
    """

    id: uuid.UUID
    kind: str
    payload: dict[str, Any]
    at: datetime


Subscriber = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class DeadDelivery:
    """A subscriber that failed for good. The event is kept; `revive` tells it again."""

    id: int
    subscriber: str
    event: Event
    attempts: int
    error: str
