"""Notes: shared ones call colleagues by @name; private ones are sealed and nobody else is ever given them."""

import uuid
from collections.abc import Callable

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound
from tenants.connections import keys
from tenants.identity.models import User
from tenants.notifications.services import notify
from tenants.outbox.services import announce
from tenants.staff.models import Member
from tenants.staff.selectors import members_with_authority

from .. import rules
from ..models import Note
from ..types import Subject

Sees = Callable[[Member], bool]
LONGEST = 10_000


def write_note(
    *,
    author: User,
    subject: Subject,
    text: str,
    private: bool = False,
    pinned: bool = False,
    url: str = "",
    sees: Sees = lambda member: True,
) -> Note:
    """`sees` says whether a colleague may see the subject: only those are told that they are mentioned."""
    note = Note(
        subject_kind=subject.kind, subject_id=subject.id, author=author, private=private, pinned=pinned
    )
    _put_text(note, _checked(text))
    with transaction.atomic():
        note.save(force_insert=True)
        _changed(note)
        _tell_mentioned(note, text, subject, url, sees)
    return note


@transaction.atomic
def edit_note(
    *,
    note_id: uuid.UUID,
    author: User,
    text: str,
    url: str = "",
    label: str = "",
    sees: Sees = lambda member: True,
) -> Note:
    """Its author alone edits a note. Who was mentioned before is not told again."""
    note = _own(note_id, author)
    _put_text(note, _checked(text))
    note.edited_at = clock.now()
    note.save(update_fields=["text", "sealed", "edited_at"])
    _changed(note)
    _tell_mentioned(note, text, Subject(note.subject_kind, note.subject_id, label), url, sees)
    return note


@transaction.atomic
def pin_note(*, note_id: uuid.UUID, by: User, pinned: bool) -> Note:
    """A shared note is pinned for everybody, by anybody who sees it; a private one by its author."""
    note = Note.objects.select_for_update().filter(id=note_id).first()
    if note is None or (note.private and note.author_id != by.id):
        raise NotFound("There is no such note.")
    note.pinned = pinned
    note.save(update_fields=["pinned"])
    _changed(note)
    return note


@transaction.atomic
def delete_note(*, note_id: uuid.UUID, author: User) -> None:
    note = _own(note_id, author)
    _changed(note)
    note.delete()


def _own(note_id: uuid.UUID, author: User) -> Note:
    note = Note.objects.select_for_update().filter(id=note_id, author=author).first()
    if note is None:
        raise NotFound("There is no such note of yours.")
    return note


def _checked(text: str) -> str:
    if not text.strip():
        raise InvalidInput("Write something first.", field="text")
    if len(text) > LONGEST:
        raise InvalidInput(f"A note holds {LONGEST:,} characters; this one has {len(text):,}.", field="text")
    return text.strip()


def _put_text(note: Note, text: str) -> None:
    if note.private:
        note.text = ""
        note.sealed = keys.sealed(text.encode(), table="work_note", column="sealed", row=note.id)
    else:
        note.text, note.sealed = text, ""


def _tell_mentioned(note: Note, text: str, subject: Subject, url: str, sees: Sees) -> None:
    """A private note calls nobody."""
    if note.private or "@" not in text:
        return
    members = {member.user_id: member for member in members_with_authority()}
    people = [rules.Colleague(one.user_id, one.user.name, one.user.email) for one in members.values()]
    called = [one.user_id for one in rules.mentioned(text, people) if one.user_id != note.author_id]
    told = [user_id for user_id in called if sees(members[user_id])]
    if told:
        notify(
            users=told,
            kind="mention",
            title=f"{note.author.name} mentioned you: {subject.label}".rstrip(": "),
            text=text[:600],
            url=url,
            key=f"note:{note.id}:mention",
        )


def _changed(note: Note) -> None:
    announce(
        "note.changed",
        note_id=str(note.id),
        subject_kind=note.subject_kind,
        subject_id=str(note.subject_id),
        private=note.private,
        author_id=str(note.author_id),
    )
