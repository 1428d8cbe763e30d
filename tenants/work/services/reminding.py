"""Reminders, by the clock: each once, also when the process dies in the middle."""

import uuid
from datetime import timedelta
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from tenants.notifications.services import notify

from ..models import Task

MOST: Final = 500
LATE_IS_OLD: Final = timedelta(days=2)


def remind_due() -> int:
    """The mark and the news are one transaction; the news has a key besides. How many were reminded."""
    now = clock.now()
    due = Task.objects.filter(state=Task.State.OPEN, reminded_at=None, remind_at__lte=now)
    return sum(_remind(task_id) for task_id in due.order_by("remind_at").values_list("id", flat=True)[:MOST])


@transaction.atomic
def _remind(task_id: uuid.UUID) -> bool:
    rows = Task.objects.select_for_update(skip_locked=True)
    task = rows.filter(id=task_id, state=Task.State.OPEN, reminded_at=None).first()
    if task is None or task.remind_at is None:
        return False
    now = clock.now()
    task.reminded_at = now
    task.save(update_fields=["reminded_at"])
    if now - task.remind_at < LATE_IS_OLD:
        notify(
            users=[task.owner_id],
            kind="task.due",
            title=f"{task.get_kind_display()}: {task.title}"[:200],
            text=task.subject_label,
            url=f"/tasks/{task.id}/",
            key=f"task:{task.id}:remind:{task.remind_at.isoformat()}",
            urgent=task.priority == Task.Priority.HIGH,
        )
    return True
