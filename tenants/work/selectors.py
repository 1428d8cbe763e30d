"""Reads of work. Another's private note is given to nobody, whatever their role."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from atrium.kernel import clock
from atrium.kernel.counting import Count
from atrium.kernel.errors import NotFound
from tenants.connections import keys
from tenants.identity.models import User
from tenants.staff.models import Member
from tenants.staff.scopes import within

from .models import CalendarFeed, Note, Occasion, Tag, Tagged, Task
from .services.calendars import digest_of


def tasks_of(user: User) -> QuerySet[Task]:
    return _tasks().filter(owner=user)


def tasks_for(member: Member) -> QuerySet[Task]:
    """One's own, those one gave to others, and those of colleagues in scope."""
    colleagues = within(
        Task.objects.all(),
        member,
        "tasks.view",
        assigned="owner__member",
        desk="owner__member__desk",
        participants="",
    )
    mine = Q(owner=member.user_id) | Q(created_by=member.user_id)
    return _tasks().filter(mine | Q(pk__in=colleagues.values("pk")))


def task_for(member: Member, task_id: uuid.UUID | str) -> Task:
    task = tasks_for(member).filter(id=task_id).first()
    if task is None:
        raise NotFound("There is no such task.")
    return task


def by_urgency(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """What is due first; without a day last, then by weight."""
    return tasks.order_by(F("due_at").asc(nulls_last=True), "-priority", "id")


def tasks_about(subject_ids: Collection[uuid.UUID]) -> QuerySet[Task]:
    """Whoever may see the subject sees what is to be done about it."""
    return _tasks().filter(subject_id__in=list(subject_ids))


def overdue(user: User) -> Count:
    return Count(
        "SELECT count(*) FROM work_task WHERE owner_id = %s AND state = 'open' AND due_at < %s",
        (user.id, clock.now()),
    )


def notes_about(user: User, subject_ids: Collection[uuid.UUID]) -> QuerySet[Note]:
    """The shared ones and the reader's own private ones, pinned first, newest first."""
    pinned_first = Case(When(pinned=True, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        readable(user).filter(subject_id__in=list(subject_ids)).order_by(pinned_first, "-created_at", "-id")
    )


def readable(user: User) -> QuerySet[Note]:
    return Note.objects.select_related("author").filter(Q(private=False) | Q(author=user))


def note_for(user: User, note_id: uuid.UUID | str) -> Note:
    note = readable(user).filter(id=note_id).first()
    if note is None:
        raise NotFound("There is no such note.")
    return note


def texts_of(user: User, notes: Iterable[Note]) -> dict[uuid.UUID, str]:
    """By note; the private ones opened, for their author only."""
    rows = list(notes)
    texts = {note.id: note.text for note in rows if not note.private}
    own = {note.id: note.sealed for note in rows if note.private and note.author_id == user.id}
    if own:
        opened = keys.opened_many(own, table="work_note", column="sealed")
        texts.update({note_id: text.decode() for note_id, text in opened.items()})
    return texts


def tags() -> QuerySet[Tag]:
    return Tag.objects.order_by("name")


def tags_about(subject_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Tag]]:
    """For many subjects in one query."""
    found: dict[uuid.UUID, list[Tag]] = defaultdict(list)
    rows = Tagged.objects.select_related("tag").filter(subject_id__in=list(subject_ids)).order_by("tag__name")
    for row in rows:
        found[row.subject_id].append(row.tag)
    return found


def occasions_between(first: date, last: date) -> QuerySet[Occasion]:
    return Occasion.objects.filter(on__gte=first, on__lte=last).order_by("on", "at", "id")


def user_of_feed(secret: str) -> User | None:
    feed = CalendarFeed.objects.select_related("user").filter(digest=digest_of(secret)).first()
    return feed.user if feed and feed.user.is_active else None


def between(tasks: QuerySet[Task], first: datetime, last: datetime) -> QuerySet[Task]:
    return tasks.filter(due_at__gte=first, due_at__lt=last).order_by("due_at", "id")


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("owner", "created_by")
