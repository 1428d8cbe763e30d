"""Celery doors of the registry."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import PublicTask


@shared_task(base=PublicTask, name="brokers.provision")
def provision(broker_id: str) -> None:
    from . import services

    services.provision(uuid.UUID(broker_id))
