"""Celery doors of the audit. They also serve suspended brokers: what happens there is recorded all the same."""

from celery import shared_task

from atrium.kernel.tasks import BrokerTask


@shared_task(base=BrokerTask, name="audit.seal", suspended_ok=True, expires=30)
def seal() -> None:
    from . import services

    services.seal_pending()


@shared_task(base=BrokerTask, name="audit.verify", suspended_ok=True)
def verify() -> None:
    from . import verification

    verification.verify_and_note()


@shared_task(base=BrokerTask, name="audit.anchor", suspended_ok=True)
def anchor() -> None:
    from . import anchors

    anchors.anchor()
