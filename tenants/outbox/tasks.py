"""Celery doors of the outbox."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from atrium.kernel import clock
from atrium.kernel.tasks import BrokerTask


@shared_task(base=BrokerTask, name="outbox.deliver", suspended_ok=True)
def deliver(delivery_id: int) -> None:
    """Also for a suspended broker: what its people began before must finish or void."""
    from . import services

    services.deliver(delivery_id)


@shared_task(base=BrokerTask, name="outbox.deliver_together", suspended_ok=True)
def deliver_together() -> None:
    """What waits for those that hear many events at once."""
    from . import together

    together.turn()


@shared_task(base=BrokerTask, name="outbox.sweep", suspended_ok=True, expires=30)
def sweep() -> None:
    """Every two seconds in each broker, suspended ones too. A sweep that waited too long is dropped: the next one does its work."""
    from . import services

    services.sweep()


@shared_task(base=BrokerTask, name="outbox.prune", expires=3600)
def prune() -> None:
    """Every hour: what was done longer ago than it is kept."""
    from . import services

    services.prune(older_than=clock.now() - timedelta(days=settings.OUTBOX_KEEP_DAYS))
