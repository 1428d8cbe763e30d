"""Subscribers for the tests: one listens, one is broken, one kills its transaction."""

from tenants.outbox.types import Event

heard: list[Event] = []


def listen(event: Event) -> None:
    heard.append(event)


def fail(event: Event) -> None:
    raise ConnectionError(f"the mail server is away, {event.kind} was not sent")


not_a_function = 5
