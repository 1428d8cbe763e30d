"""Doors for the clock and for events of other rooms."""

import uuid

from celery import shared_task

from atrium.kernel.tasks import BrokerTask
from tenants.outbox.types import Event

from . import services


@shared_task(base=BrokerTask, name="work.remind", expires=25)
def remind() -> None:
    services.remind_due()


def move_on_merge(event: Event) -> None:
    """lead.merged{kept_id, dropped_id}"""
    services.move_subject(
        kept=uuid.UUID(event.payload["kept_id"]), dropped=uuid.UUID(event.payload["dropped_id"])
    )


def move_back_on_unmerge(event: Event) -> None:
    services.move_subject_back(
        kept=uuid.UUID(event.payload["kept_id"]), dropped=uuid.UUID(event.payload["dropped_id"])
    )
