"""Doors for events and for the clock."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

from . import services
from .services import ruling


def take_decision(event: Event) -> None:
    """Of changes of the rules themselves."""
    if event.payload["kind"] == ruling.KIND and event.payload["outcome"] == "approved":
        services.carry_out_ruling(approval_id=uuid.UUID(event.payload["approval_id"]))


@shared_task(base=BrokerTask, name="approvals.escalate", expires=60)
def escalate() -> None:
    services.escalate_due()
