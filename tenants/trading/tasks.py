"""Celery doors of trading."""

from celery import shared_task

from atrium.kernel.tasks import BrokerTask

from . import services


@shared_task(base=BrokerTask, name="trading.sweep", suspended_ok=True, expires=30)
def sweep() -> None:
    """Money under way finishes or is looked up, also after a worker died in the middle."""
    services.sweep()
