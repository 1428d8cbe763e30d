"""Whoever decides about signs is told of new ones, and somebody has a task to look; a decision ends the task."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Count

from tenants.identity.models import User
from tenants.notifications.services import notify
from tenants.staff.models import Member
from tenants.staff.selectors import members_who_may
from tenants.work.models import Task
from tenants.work.services import create_task, finish_task

from ..models import Flag

PERMISSION: Final = "abuse.decide"
ONE_BY_ONE: Final = 5
"""More than that in one night are told together: nobody reads a hundred bells."""


def tell_desk(flags: Sequence[Flag], at: datetime) -> None:
    """Of signs that are new, or open again."""
    deciders = members_who_may(PERMISSION)
    if not flags or not deciders:
        return
    owner = _least_busy(deciders)
    users = [member.user_id for member in deciders]
    if len(flags) > ONE_BY_ONE:
        title, key = f"{len(flags)} new signs of abuse", f"abuse:night:{at:%s}"
        notify(users=users, kind="abuse.sign", title=title, url="/partners/abuse/", key=key)
        create_task(
            title=f"Look at {len(flags)} new signs of abuse", owner=owner, by=None, due_at=at, key=key
        )
        return
    for flag in flags:
        title, key = str(flag), f"abuse:{flag.id}:{at:%s}"
        notify(
            users=users, kind="abuse.sign", title=f"New sign of abuse: {title}", text=_about(flag),
            url=f"/partners/abuse/{flag.id}/", key=key,
        )  # fmt: skip
        create_task(
            title=f"Look at a sign of abuse: {title}",
            owner=owner,
            by=None,
            due_at=at,
            note=_about(flag),
            key=key,
        )


def end_tasks(flag: Flag, by: uuid.UUID) -> None:
    """It was decided, whoever had the task."""
    user = User.objects.filter(id=by).first()
    waiting = Task.objects.filter(key__startswith=f"abuse:{flag.id}:", state=Task.State.OPEN)
    if user is None:
        return
    for task_id in waiting.values_list("id", flat=True):
        finish_task(task_id=task_id, by=user, result=flag.get_state_display())


def _about(flag: Flag) -> str:
    return f"{flag.partner.name}, client {flag.client.number}, {flag.signs} facts. /partners/abuse/{flag.id}/"


def _least_busy(deciders: Sequence[Member]) -> User:
    """Who has the fewest of these tasks open; of equals the one who has been here longest."""
    rows = Task.objects.filter(key__startswith="abuse:", state=Task.State.OPEN)
    busy = dict(rows.values_list("owner_id").annotate(count=Count("id")).order_by())
    return min(deciders, key=lambda member: (busy.get(member.user_id, 0), str(member.id))).user
