"""What happened around a person, newest first, once, and page by page."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from atrium.kernel import actor
from atrium.kernel.errors import InvalidInput
from tenants.activity import services
from tenants.activity.selectors import timeline
from tenants.activity.types import Subject

pytestmark = pytest.mark.usefixtures("in_acme")

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLARA = Subject("client", uuid.uuid4())
LEAD = Subject("lead", uuid.uuid4())
BORIS = Subject("client", CLARA.id.__class__(int=1))


def note(subject: Subject, text: str, minutes: int = 0, key: str = "") -> None:
    services.note(
        subject_kind=subject.kind, subject_id=subject.id, verb="test.noted", text=text,
        at=NOON + timedelta(minutes=minutes), key=key,
    )  # fmt: skip


def texts(*subjects: Subject) -> list[str]:
    return [entry.text for entry in timeline(subjects).entries]


def test_a_subject_and_its_relatives_are_one_stream_newest_first() -> None:
    note(LEAD, "registered", 0)
    note(CLARA, "opened an account", 2)
    note(LEAD, "was assigned to Sam", 1)
    note(BORIS, "is somebody else", 3)

    assert texts(CLARA, LEAD) == ["opened an account", "was assigned to Sam", "registered"]
    assert texts(CLARA) == ["opened an account"]
    assert texts() == []


def test_pages_have_no_gap_and_no_repeat_even_within_one_second() -> None:
    for number in range(7):
        note(CLARA, str(number))

    found, cursor = [], ""
    while True:
        page = timeline([CLARA], cursor=cursor, limit=3)
        found += [entry.text for entry in page.entries]
        cursor = page.next_cursor
        if not cursor:
            break

    assert sorted(found) == [str(number) for number in range(7)]


def test_an_event_heard_twice_is_noted_once() -> None:
    for _ in range(2):
        note(CLARA, "deposited 500.00 USD", key="event-1")
    note(LEAD, "deposited 500.00 USD", key="event-1")

    assert texts(CLARA) == ["deposited 500.00 USD"]
    assert texts(LEAD) == ["deposited 500.00 USD"]


def test_a_note_says_who_acted() -> None:
    with actor.acting(actor.Actor(kind="staff", id="7", label="Sam")):
        note(CLARA, "called")

    (entry,) = timeline([CLARA]).entries
    assert (entry.actor_label, entry.actor["kind"]) == ("Sam", "staff")


@pytest.mark.parametrize(
    "cursor", ["x", "2026-01-01|", "|0198c0de-0000-7000-8000-000000000001", "2026-01-01|no"]
)
def test_a_cursor_from_elsewhere_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        timeline([CLARA], cursor=cursor)
