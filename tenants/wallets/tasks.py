"""Doors for events and for the clock."""

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

from . import services


def take_ended_operation(event: Event) -> None:
    """Of the balance operations that belong to a transfer."""
    transfer_id = services.transfer_of_key(event.payload["key"])
    if transfer_id is not None:
        services.finish_transfer(transfer_id=transfer_id)


@shared_task(base=BrokerTask, name="wallets.sweep", suspended_ok=True, expires=60)
def sweep() -> None:
    services.sweep()
