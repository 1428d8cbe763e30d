"""Doors for the clock."""

from celery import shared_task

from atrium.kernel.tasks import BrokerTask

from . import services


@shared_task(base=BrokerTask, name="abuse.look", expires=3600)
def look() -> None:
    services.look()
