"""Celery's door."""

from celery import shared_task

from atrium.kernel.tasks import BrokerTask

from . import mailings


@shared_task(base=BrokerTask, name="notifications.mail", expires=50)
def mail() -> None:
    mailings.send_due()
