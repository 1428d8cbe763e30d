"""Doors for events of other rooms."""

import uuid

from tenants.outbox.types import Event

from . import services


def take_decision(event: Event) -> None:
    """Of the checks that wait for a second person."""
    if event.payload["kind"] == services.APPROVAL:
        services.take_decision(
            check_id=uuid.UUID(event.payload["subject_id"]),
            approval_id=uuid.UUID(event.payload["approval_id"]),
            approved=event.payload["outcome"] == "approved",
        )
