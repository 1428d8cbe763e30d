"""Doors for events and for the clock."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

from . import requests, services


def take_ended_operation(event: Event) -> None:
    """Of the balance operations that belong to a transfer."""
    transfer_id = services.transfer_of_key(event.payload["key"])
    if transfer_id is not None:
        services.finish_transfer(transfer_id=transfer_id)


def take_decision(event: Event) -> None:
    """Of the transfers that waited for a second person."""
    if event.payload["kind"] == requests.KIND and event.payload["outcome"] == "approved":
        requests.carry_out(approval_id=uuid.UUID(event.payload["approval_id"]))


@shared_task(base=BrokerTask, name="wallets.sweep", suspended_ok=True, expires=60)
def sweep() -> None:
    services.sweep()
