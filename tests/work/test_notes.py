"""A private note is its author's alone; a shared one calls those who may read it."""

import uuid

import pytest
from django.db import connection

from atrium.kernel.errors import InvalidInput, NotFound
from tenants.notifications.models import Notification
from tenants.outbox.models import Event
from tenants.staff.models import Member
from tenants.staff.services import add_member
from tenants.work import selectors, services
from tenants.work.models import Note, Tag, Tagged
from tenants.work.types import PERSON, Subject

pytestmark = pytest.mark.usefixtures("in_acme")
CLARA = Subject(PERSON, uuid.uuid4(), "Clara Client")
SECRET = "She is about to leave us for Borealis"


def colleague(name: str, role: str = "Sales") -> Member:
    return add_member(email=f"{name.lower()}@acme.example", name=name, role=role)


@pytest.fixture
def sam() -> Member:
    return colleague("Sam")


@pytest.fixture
def ada() -> Member:
    return colleague("Ada2", "Administrator")


def texts(member: Member) -> list[str]:
    notes = list(selectors.notes_about(member.user, [CLARA.id]))
    found = selectors.texts_of(member.user, notes)
    return [found[note.id] for note in notes]


def test_a_private_note_is_given_to_its_author_and_to_no_administrator(sam: Member, ada: Member) -> None:
    note = services.write_note(author=sam.user, subject=CLARA, text=SECRET, private=True)
    assert texts(sam) == [SECRET]
    assert texts(ada) == []
    with pytest.raises(NotFound):
        selectors.note_for(ada.user, note.id)
    assert selectors.texts_of(ada.user, [note]) == {}  # even with the row in hand


def test_no_table_holds_a_word_of_a_private_note(sam: Member) -> None:
    services.write_note(author=sam.user, subject=CLARA, text=SECRET, private=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{SECRET[:24]}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    assert "work_note" in tables
    assert found == []


def test_a_private_note_calls_nobody(sam: Member, ada: Member) -> None:
    services.write_note(author=sam.user, subject=CLARA, text=f"@ada2 {SECRET}", private=True)
    assert Notification.objects.count() == 0
    payload = Event.objects.get(kind="note.changed").payload
    assert SECRET not in str(payload)


def test_nobody_edits_pins_or_deletes_anothers_note(sam: Member, ada: Member) -> None:
    private = services.write_note(author=sam.user, subject=CLARA, text=SECRET, private=True)
    shared = services.write_note(author=sam.user, subject=CLARA, text="Prefers mornings")
    for note in (private, shared):
        with pytest.raises(NotFound):
            services.edit_note(note_id=note.id, author=ada.user, text="Mine now")
        with pytest.raises(NotFound):
            services.delete_note(note_id=note.id, author=ada.user)
    with pytest.raises(NotFound):
        services.pin_note(note_id=private.id, by=ada.user, pinned=True)
    services.pin_note(note_id=shared.id, by=ada.user, pinned=True)
    assert [note.pinned for note in selectors.notes_about(ada.user, [CLARA.id])] == [True]
    assert texts(sam)[0] == "Prefers mornings"


def test_a_shared_note_tells_whom_it_calls_once(sam: Member, ada: Member) -> None:
    note = services.write_note(author=sam.user, subject=CLARA, text="@ada2 please look", url="/clients/1/")
    services.edit_note(note_id=note.id, author=sam.user, text="@ada2 please look again", label=CLARA.label)
    news = Notification.objects.get()
    assert (news.user_id, news.title, news.url) == (
        ada.user_id,
        "Sam mentioned you: Clara Client",
        "/clients/1/",
    )


def test_whoever_may_not_see_the_person_is_not_told_about_them(sam: Member, ada: Member) -> None:
    services.write_note(author=sam.user, subject=CLARA, text="@ada2 look", sees=lambda member: False)
    assert Notification.objects.count() == 0


def test_pinned_notes_come_first(sam: Member) -> None:
    first = services.write_note(author=sam.user, subject=CLARA, text="Old but pinned")
    services.write_note(author=sam.user, subject=CLARA, text="New")
    services.pin_note(note_id=first.id, by=sam.user, pinned=True)
    assert texts(sam) == ["Old but pinned", "New"]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_001])
def test_an_empty_or_endless_note_is_refused(sam: Member, text: str) -> None:
    with pytest.raises(InvalidInput):
        services.write_note(author=sam.user, subject=CLARA, text=text)
    assert Note.objects.count() == 0


def test_many_private_notes_are_opened_with_one_look_at_the_keys(sam: Member) -> None:
    from django.test.utils import CaptureQueriesContext

    for number in range(12):
        services.write_note(author=sam.user, subject=CLARA, text=f"Secret {number}", private=True)
    with CaptureQueriesContext(connection) as queries:
        assert len(texts(sam)) == 12
    assert len(queries) == 2


def test_tags_are_one_name_whatever_its_case() -> None:
    assert services.add_tag(name="VIP").id == services.add_tag(name=" vip ").id
    assert Tag.objects.count() == 1


def test_merged_tags_leave_one_on_each_thing() -> None:
    keep, drop = services.add_tag(name="Whale"), services.add_tag(name="Big fish")
    other = Subject(PERSON, uuid.uuid4())
    for tag, subject in ((keep, CLARA), (drop, CLARA), (drop, other)):
        services.put_tag(tag_id=tag.id, subject=subject)
    assert services.merge_tags(keep=keep.id, drop=drop.id) == 1
    assert {(row.tag_id, row.subject_id) for row in Tagged.objects.all()} == {
        (keep.id, CLARA.id),
        (keep.id, other.id),
    }
    assert not Tag.objects.filter(id=drop.id).exists()
