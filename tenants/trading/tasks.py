"""Celery doors of trading."""

import uuid

from celery import shared_task
from django.db.models import Max

from atrium.kernel.tasks import BrokerTask
from tenants.clients.services import note_deals
from tenants.outbox.types import Event

from . import services
from .models import Deal
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


def note_last_deals(event: Event) -> None:
    """deals.recorded{batch_id}: whoever dealt on a live account is active."""
    deals = Deal.objects.filter(
        batch_id=event.payload["batch_id"], account__kind="live", action__in=["buy", "sell"]
    )
    last = deals.values_list("account__client_id").annotate(at=Max("time")).order_by()
    note_deals(dict(last))
