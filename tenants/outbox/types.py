"""What a subscriber hears."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import update_wrapper
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


class Together:
    """A subscriber that is told of many events in one call; called with one event, it hears that one.

    `as_causer`: what it writes is written by whoever caused the event, so each causer's events come in a call of their own.
    """

    def __init__(self, hear: Callable[[Sequence[Event]], None], *, as_causer: bool) -> None:
        self.hear, self.as_causer = hear, as_causer
        update_wrapper(self, hear)

    def __call__(self, event: Event) -> None:
        self.hear([event])


def together(*, as_causer: bool = True) -> Callable[[Callable[[Sequence[Event]], None]], Together]:
    """`@together()` over a function of a sequence of events, oldest first."""
    return lambda hear: Together(hear, as_causer=as_causer)


@dataclass(frozen=True, slots=True)
class DeadDelivery:
    """A subscriber that failed for good. The event is kept; `revive` tells it again."""

    id: int
    subscriber: str
    event: Event
    attempts: int
    error: str
