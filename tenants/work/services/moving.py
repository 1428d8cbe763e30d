"""Work follows its people: handed over with them, merged with them, and given back when that is undone. Set-based."""

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from tenants.identity.models import User
from tenants.outbox.services import announce

from ..models import Note, Tagged, Task
from ..types import PERSON


@transaction.atomic
def move_open_tasks(*, from_user: User, to_user: User, lead_ids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """The open tasks about these people go to the colleague who takes them over. Keep the answer: `move_back` undoes it."""
    rows = Task.objects.select_for_update().filter(
        owner=from_user, state=Task.State.OPEN, subject_kind=PERSON, subject_id__in=list(lead_ids)
    )
    ids = list(rows.order_by("id").values_list("id", flat=True))
    _give(ids, from_user, to_user)
    return ids


@transaction.atomic
def move_back(*, task_ids: Sequence[uuid.UUID], from_user: User, to_user: User) -> int:
    """Those that are still open and still with the colleague who got them; what is done stays done."""
    rows = Task.objects.select_for_update().filter(
        id__in=list(task_ids), owner=from_user, state=Task.State.OPEN
    )
    ids = list(rows.order_by("id").values_list("id", flat=True))
    _give(ids, from_user, to_user)
    return len(ids)


def _give(ids: list[uuid.UUID], from_user: User, to_user: User) -> None:
    if not ids:
        return
    Task.objects.filter(id__in=ids).update(owner=to_user)
    announce("tasks.moved", user_ids=[str(from_user.id), str(to_user.id)], count=len(ids))


@transaction.atomic
def move_subject(*, kept: uuid.UUID, dropped: uuid.UUID) -> None:
    """Two people are one: tasks, notes and tags of the second belong to the first from now on."""
    for rows in (Task.objects.all(), Note.objects.all()):
        rows.filter(subject_id=dropped).update(subject_id=kept, merged_from=dropped)
    tagged = Tagged.objects.filter(subject_id=dropped).values_list("tag_id", flat=True)
    Tagged.objects.bulk_create(
        [Tagged(tag_id=tag_id, subject_kind=PERSON, subject_id=kept) for tag_id in tagged],
        ignore_conflicts=True,
    )


@transaction.atomic
def move_subject_back(*, kept: uuid.UUID, dropped: uuid.UUID) -> None:
    """They are two after all. Tags stay with both."""
    for rows in (Task.objects.all(), Note.objects.all()):
        rows.filter(subject_id=kept, merged_from=dropped).update(
            subject_id=F("merged_from"), merged_from=None
        )
