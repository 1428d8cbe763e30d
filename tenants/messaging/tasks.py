"""Celery doors and subscribers of this room."""

import uuid

from tenants.outbox.types import Event

from . import invitations


def send_invitation(event: Event) -> None:
    invitations.send(uuid.UUID(event.payload["member_id"]))
