"""Celery doors of the API keys."""

from celery import shared_task

from atrium.kernel.tasks import BrokerTask


@shared_task(base=BrokerTask, name="apikeys.sweep", expires=600)
def sweep() -> None:
    from . import services

    services.sweep()
