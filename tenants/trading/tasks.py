"""Celery doors of trading."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

from . import services


def mail_account_opened(event: Event) -> None:
    services.mail_account_opened(account_id=uuid.UUID(event.payload["account_id"]))


@shared_task(base=BrokerTask, name="trading.sweep", suspended_ok=True, expires=30)
def sweep() -> None:
    """Money under way finishes or is looked up, also after a worker died in the middle."""
    services.sweep()
