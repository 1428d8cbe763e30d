"""Celery doors of trading."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

from . import services
from .services import requests


def mail_account_opened(event: Event) -> None:
    services.mail_account_opened(account_id=uuid.UUID(event.payload["account_id"]))


def take_decision(event: Event) -> None:
    """Of the approvals that this room asked for."""
    if event.payload["outcome"] != "approved":
        return
    approval_id = uuid.UUID(event.payload["approval_id"])
    if event.payload["kind"] == requests.OPEN:
        services.carry_out_opening(approval_id=approval_id)
    elif event.payload["kind"] == requests.LEVERAGE:
        services.carry_out_leverage(approval_id=approval_id)


@shared_task(base=BrokerTask, name="trading.sweep", suspended_ok=True, expires=30)
def sweep() -> None:
    """Money under way finishes or is looked up, also after a worker died in the middle."""
    services.sweep()


@shared_task(base=BrokerTask, name="trading.read_equity", expires=600)
def read_equity() -> None:
    """Several times a day; the last reading is the day's."""
    services.read_equity()
