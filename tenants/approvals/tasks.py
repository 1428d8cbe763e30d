"""Doors for the clock."""

from celery import shared_task

from atrium.kernel.tasks import BrokerTask

from . import services


@shared_task(base=BrokerTask, name="approvals.escalate", expires=60)
def escalate() -> None:
    services.escalate_due()
