"""The clock's door."""

from celery import shared_task

from atrium.kernel.tasks import BrokerTask

from . import services


@shared_task(base=BrokerTask, name="ledger.snapshot", suspended_ok=True)
def snapshot() -> None:
    services.snapshot_day()
