"""Doors for events of other rooms."""

import uuid

from tenants.clients.services import convert_known
from tenants.outbox.types import Event

from . import services
from .models import Check


def take_decision(event: Event) -> None:
    """Of the checks that wait for a second person."""
    if event.payload["kind"] == services.APPROVAL:
        services.take_decision(
            check_id=uuid.UUID(event.payload["subject_id"]),
            approval_id=uuid.UUID(event.payload["approval_id"]),
            approved=event.payload["outcome"] == "approved",
        )


def convert_by_document(event: Event) -> None:
    """kyc.decided{check_id, client_id, state}: a checked document may be that of somebody whom sales knows."""
    if event.payload["state"] == Check.State.APPROVED:
        check = Check.objects.get(id=event.payload["check_id"])
        convert_known(client_id=check.client_id, by_what="national_id", value=check.document_number)
