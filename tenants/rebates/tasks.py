"""Doors for events of other rooms and for the clock."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

from . import services


def accrue(event: Event) -> None:
    """`deals.recorded`: one batch at a time, whole."""
    services.accrue(batch_id=uuid.UUID(event.payload["batch_id"]))


def correct(event: Event) -> None:
    """`deals.changed`: a server edited or cancelled deals after they were accrued."""
    services.correct_deals(deal_ids=event.payload["deal_ids"])


@shared_task(base=BrokerTask, name="rebates.settle_due")
def settle_due() -> None:
    services.settle_all_due()


@shared_task(base=BrokerTask, name="rebates.accrue_waiting")
def accrue_waiting() -> None:
    services.accrue_waiting()
