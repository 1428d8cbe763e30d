"""Doors for events of other rooms."""

import uuid

from tenants.outbox.types import Event

from . import services


def note_account_opened(event: Event) -> None:
    services.note_account_opened(client_id=uuid.UUID(event.payload["client_id"]), kind=event.payload["kind"])


def note_deposit(event: Event) -> None:
    services.note_deposit(client_id=uuid.UUID(event.payload["client_id"]))
