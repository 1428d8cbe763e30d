"""People are told once, as they chose, and nobody reads another's news."""

import uuid

import pytest

from tenants.identity.models import User
from tenants.notifications import selectors, services
from tenants.notifications.models import Notification
from tenants.outbox.models import Event
from tenants.staff.services import add_member

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def sam() -> User:
    return add_member(email="sam@acme.example", name="Sam Sales", role="Sales").user


@pytest.fixture
def rita() -> User:
    return add_member(email="rita@acme.example", name="Rita Risk", role="Risk").user


def test_each_is_told_once_per_key(sam: User, rita: User) -> None:
    first = services.notify(users=[sam, rita], kind="lead.reclaim", title="Soon reclaimed", key="lead:1")
    again = services.notify(users=[sam, rita.id], kind="lead.reclaim", title="Soon reclaimed", key="lead:1")
    assert (first, again) == (2, 0)
    assert Notification.objects.count() == 2
    told = Event.objects.filter(kind="notification.made")
    assert [event.payload["user_ids"] for event in told] == [sorted([str(sam.id), str(rita.id)])]


def test_without_a_key_every_word_counts(sam: User) -> None:
    for _ in range(2):
        services.notify(users=[sam], kind="job.ended", title="Import ended")
    assert selectors.unread(sam).now() == 2


def test_a_person_chooses_per_kind(sam: User) -> None:
    services.choose(user=sam, kind="lead", bell=False, mail="off")
    assert services.notify(users=[sam], kind="lead.reclaim", title="Soon reclaimed") == 0
    assert services.notify(users=[sam], kind="task.due", title="Call Clara") == 1
    assert selectors.unread(sam).now() == 1


def test_without_the_bell_only_the_mail_comes(sam: User) -> None:
    services.choose(user=sam, kind="lead", bell=False, mail="daily")
    services.notify(users=[sam], kind="lead.reclaim", title="Soon reclaimed")
    assert selectors.unread(sam).now() == 0
    assert not selectors.news_of(sam).exists()
    assert Notification.objects.get().mail == "daily"


def test_urgent_does_not_wait_for_a_digest_but_respects_no_mail(sam: User, rita: User) -> None:
    services.choose(user=rita, kind="lead", bell=True, mail="off")
    services.notify(users=[sam, rita], kind="lead.reclaim", title="Now", urgent=True)
    assert Notification.objects.get(user=sam).mail == "once"
    assert Notification.objects.get(user=rita).mail == "off"


def test_who_left_is_not_told(sam: User) -> None:
    sam.is_active = False
    sam.save(update_fields=["is_active"])
    assert services.notify(users=[sam, uuid.uuid4()], kind="task.due", title="Call") == 0


def test_reading_all_leaves_what_came_after_the_reader_looked(sam: User) -> None:
    services.notify(users=[sam], kind="task.due", title="Seen")
    seen = selectors.news_of(sam)[0]
    services.notify(users=[sam], kind="task.due", title="Came later")
    assert services.mark_read(user=sam, until=seen.id) == 1
    assert [one.title for one in selectors.news_of(sam).filter(read_at=None)] == ["Came later"]


def test_nobody_marks_anothers_news(sam: User, rita: User) -> None:
    services.notify(users=[sam], kind="task.due", title="Sam's")
    news = selectors.news_of(sam)[0]
    assert services.mark_read(user=rita, ids=[news.id]) == 0
    assert selectors.unread(sam).now() == 1
