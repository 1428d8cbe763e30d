"""Celery doors of long work. Its own queue: an import of an hour does not stand before a deposit."""

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

QUEUE = "jobs"


@shared_task(base=BrokerTask, name="jobs.run")
def run(job_id: str) -> None:
    from . import services

    services.run(job_id)


@shared_task(base=BrokerTask, name="jobs.sweep", expires=10)
def sweep() -> None:
    """Every few seconds in each broker: what nobody heard of, and what a dead worker left behind."""
    from . import services

    services.sweep()


@shared_task(base=BrokerTask, name="jobs.prune", expires=600)
def prune() -> None:
    from . import services

    services.prune()


def tell_ended(event: Event) -> None:
    """job.ended: the bell of the one who started it."""
    from . import services

    services.tell_ended(event)
