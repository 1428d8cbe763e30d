"""A task's life: made, changed, given away, done, taken up again."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound
from tenants.identity.models import User
from tenants.notifications.rules import zone_of
from tenants.notifications.services import notify
from tenants.outbox.services import announce

from .. import rules
from ..models import Task
from ..types import UNSET, Subject


def create_task(
    *,
    title: str,
    owner: User,
    by: User | None,
    kind: str = Task.Kind.TODO,
    subject: Subject | None = None,
    due_at: datetime | None = None,
    remind_at: datetime | None = None,
    priority: int = Task.Priority.NORMAL,
    repeats: str = "",
    note: str = "",
    minutes: int = 30,
    key: str = "",
) -> Task:
    """Whoever is given a task by somebody else is told. The same `key` gives the task that is there."""
    _check(title=title, kind=kind, repeats=repeats, due_at=due_at)
    task = Task(
        title=title.strip()[:200],
        kind=kind,
        owner=owner,
        created_by=by,
        due_at=due_at,
        remind_at=remind_at,
        priority=priority,
        repeats=repeats,
        note=note.strip(),
        minutes=minutes,
        key=key,
    )
    if subject:
        task.subject_kind, task.subject_id, task.subject_label = subject.kind, subject.id, subject.label[:200]
    try:
        with transaction.atomic():
            task.save(force_insert=True)
            _changed(task, "created")
            _tell_owner(task, by)
    except IntegrityError:
        there = Task.objects.filter(key=key).first() if key else None
        if there is None:
            raise
        return there
    return task


@transaction.atomic
def change_task(
    *,
    task_id: uuid.UUID,
    title: str = UNSET,
    kind: str = UNSET,
    due_at: datetime | None = UNSET,
    remind_at: datetime | None = UNSET,
    priority: int = UNSET,
    repeats: str = UNSET,
    note: str = UNSET,
) -> Task:
    task = _locked(task_id)
    given = {
        "title": title,
        "kind": kind,
        "due_at": due_at,
        "remind_at": remind_at,
        "priority": priority,
        "repeats": repeats,
        "note": note,
    }
    changes = {field: value for field, value in given.items() if value is not UNSET}
    for field, value in changes.items():
        setattr(task, field, value)
    _check(title=task.title, kind=task.kind, repeats=task.repeats, due_at=task.due_at)
    if "remind_at" in changes:
        task.reminded_at = None
        changes["reminded_at"] = None
    task.save(update_fields=list(changes))
    _changed(task, "changed")
    return task


@transaction.atomic
def give_task(*, task_id: uuid.UUID, to: User, by: User) -> Task:
    task = _locked(task_id)
    if task.owner_id == to.id:
        return task
    before, task.owner = task.owner_id, to
    task.save(update_fields=["owner"])
    _changed(task, "given", before)
    _tell_owner(task, by)
    return task


@transaction.atomic
def finish_task(*, task_id: uuid.UUID, by: User, outcome: str = "", result: str = "") -> Task:
    """Done. A task that repeats leaves its next one behind. Done twice, it stays as the first said."""
    task = _locked(task_id)
    if task.state == Task.State.DONE:
        return task
    if outcome not in Task.Outcome.values:
        raise InvalidInput("There is no such outcome.", field="outcome")
    _end(task, Task.State.DONE, by, outcome, result)
    if task.repeats and task.due_at:
        _next_of(task)
    if by.id != task.owner_id:
        notify(
            users=[task.owner_id],
            kind="task.done",
            title=f"{by.name} did: {task.title}"[:200],
            text=task.subject_label,
            url=f"/tasks/{task.id}/",
            key=f"task:{task.id}:done:{task.done_at}",
        )
    return task


@transaction.atomic
def drop_task(*, task_id: uuid.UUID, by: User) -> Task:
    """Not done and not to be done. It stays in the history."""
    task = _locked(task_id)
    if task.is_open:
        _end(task, Task.State.DROPPED, by, "", "")
    return task


@transaction.atomic
def reopen_task(*, task_id: uuid.UUID) -> Task:
    """Undo of done or dropped; the next one of a repeated task goes, unless somebody has worked on it."""
    task = _locked(task_id)
    if task.is_open:
        return task
    follower = Task.objects.filter(before=task).first()
    if follower and follower.is_open:
        Task.objects.filter(id=follower.id).delete()
    elif follower:
        raise Conflict("The next one of this task is done already; it stays done.")
    task.state, task.outcome, task.result = Task.State.OPEN, "", ""
    task.done_at, task.done_by = None, None
    task.save(update_fields=["state", "outcome", "result", "done_at", "done_by"])
    _changed(task, "reopened")
    return task


def _end(task: Task, state: str, by: User, outcome: str, result: str) -> None:
    task.state, task.outcome, task.result = state, outcome, result.strip()[:400]
    task.done_at, task.done_by = clock.now(), by
    task.save(update_fields=["state", "outcome", "result", "done_at", "done_by"])
    _changed(task, state)


def _next_of(task: Task) -> None:
    assert task.due_at is not None
    zone = zone_of(task.owner.time_zone)
    due = rules.next_due(task.due_at.astimezone(zone), task.repeats)
    lead = task.due_at - task.remind_at if task.remind_at else None
    following = Task(
        title=task.title,
        kind=task.kind,
        note=task.note,
        subject_kind=task.subject_kind,
        subject_id=task.subject_id,
        subject_label=task.subject_label,
        owner=task.owner,
        created_by=task.created_by,
        due_at=due,
        remind_at=due - lead if lead is not None else None,
        minutes=task.minutes,
        priority=task.priority,
        repeats=task.repeats,
        before=task,
    )
    following.save(force_insert=True)
    _changed(following, "created")


def _locked(task_id: uuid.UUID) -> Task:
    task = Task.objects.select_for_update(of=("self",)).select_related("owner").filter(id=task_id).first()
    if task is None:
        raise NotFound("There is no such task.")
    return task


def _check(*, title: str, kind: str, repeats: str, due_at: datetime | None) -> None:
    if not title.strip():
        raise InvalidInput("Say in a few words what is to be done.", field="title")
    if kind not in Task.Kind.values:
        raise InvalidInput("There is no such kind of task.", field="kind")
    if repeats not in Task.Repeats.values:
        raise InvalidInput("Choose how often it repeats.", field="repeats")
    if repeats and due_at is None:
        raise InvalidInput("A task that repeats needs a day to begin with.", field="due_at")


def _tell_owner(task: Task, by: User | None) -> None:
    if by is None or by.id == task.owner_id:
        return
    notify(
        users=[task.owner_id],
        kind="task.given",
        title=f"{by.name} gave you: {task.title}"[:200],
        text=task.subject_label,
        url=f"/tasks/{task.id}/",
        key=f"task:{task.id}:given:{task.owner_id}:{clock.now().timestamp()}",
    )


def _changed(task: Task, what: str, owner_before: uuid.UUID | None = None) -> None:
    owners = {str(task.owner_id)} | ({str(owner_before)} if owner_before else set())
    announce(
        "task.changed",
        task_id=str(task.id),
        what=what,
        user_ids=sorted(owners),
        subject_kind=task.subject_kind,
        subject_id=str(task.subject_id or ""),
    )
