"""A task is given, reminded of once, done, undone, and follows its people."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound
from tenants.identity.models import User
from tenants.notifications.models import Notification
from tenants.staff.models import Desk, Member
from tenants.staff.services import add_member
from tenants.work import selectors, services
from tenants.work.models import Task
from tenants.work.types import PERSON, Subject

pytestmark = pytest.mark.usefixtures("in_acme")
CLARA = Subject(PERSON, uuid.uuid4(), "Clara Client")
NINE = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def colleague(name: str, role: str = "Sales", desk: str = "") -> Member:
    if desk:
        Desk.objects.get_or_create(name=desk)
    return add_member(email=f"{name.lower()}@acme.example", name=name, role=role, desk=desk)


@pytest.fixture
def sam() -> Member:
    return colleague("Sam")


@pytest.fixture
def tina() -> Member:
    return colleague("Tina")


def a_task(owner: Member | User, by: Member | None = None, **more: Any) -> Task:
    user = owner.user if isinstance(owner, Member) else owner
    facts: dict[str, Any] = {"title": "Call Clara", "kind": "call", "subject": CLARA}
    return services.create_task(owner=user, by=(by.user if by else user), **(facts | more))


def told(member: Member) -> list[str]:
    return [news.title for news in Notification.objects.filter(user=member.user).order_by("at", "id")]


def test_whoever_gets_a_task_from_another_is_told_and_nobody_else(sam: Member, tina: Member) -> None:
    a_task(tina, by=sam)
    a_task(sam)
    assert told(tina) == ["Sam gave you: Call Clara"]
    assert told(sam) == []


def test_a_reminder_comes_once(sam: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    a_task(sam, due_at=NINE, remind_at=NINE - timedelta(minutes=10))
    monkeypatch.setattr(clock, "now", lambda: NINE - timedelta(minutes=11))
    assert services.remind_due() == 0
    monkeypatch.setattr(clock, "now", lambda: NINE - timedelta(minutes=9))
    assert (services.remind_due(), services.remind_due()) == (1, 0)
    assert told(sam) == ["Call: Call Clara"]


def test_a_moved_reminder_comes_again_and_a_done_task_reminds_nobody(
    sam: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = a_task(sam, remind_at=NINE)
    monkeypatch.setattr(clock, "now", lambda: NINE + timedelta(minutes=1))
    services.remind_due()
    services.change_task(task_id=task.id, remind_at=NINE + timedelta(hours=1))
    monkeypatch.setattr(clock, "now", lambda: NINE + timedelta(hours=2))
    services.remind_due()
    assert len(told(sam)) == 2
    services.change_task(task_id=task.id, remind_at=NINE + timedelta(hours=3))
    services.finish_task(task_id=task.id, by=sam.user)
    monkeypatch.setattr(clock, "now", lambda: NINE + timedelta(hours=4))
    assert services.remind_due() == 0


def test_done_is_done_once_and_can_be_undone(sam: Member) -> None:
    task = a_task(sam)
    services.finish_task(task_id=task.id, by=sam.user, outcome="reached", result="Wants a demo")
    services.finish_task(task_id=task.id, by=sam.user, outcome="no_answer")
    task.refresh_from_db()
    assert (task.state, task.outcome, task.result) == ("done", "reached", "Wants a demo")
    services.reopen_task(task_id=task.id)
    task.refresh_from_db()
    assert (task.state, task.outcome, task.done_at) == ("open", "", None)


def test_a_repeated_task_leaves_the_next_one_and_undo_takes_it_back(sam: Member) -> None:
    task = a_task(sam, due_at=NINE, remind_at=NINE - timedelta(minutes=15), repeats="weekly")
    services.finish_task(task_id=task.id, by=sam.user)
    following = Task.objects.get(before=task)
    assert (following.due_at, following.remind_at) == (
        NINE + timedelta(days=7),
        NINE + timedelta(days=7, minutes=-15),
    )
    services.reopen_task(task_id=task.id)
    assert not Task.objects.filter(before=task).exists()


def test_undo_does_not_take_back_what_was_worked_on(sam: Member) -> None:
    task = a_task(sam, due_at=NINE, repeats="daily")
    services.finish_task(task_id=task.id, by=sam.user)
    services.finish_task(task_id=Task.objects.get(before=task).id, by=sam.user)
    with pytest.raises(Conflict):
        services.reopen_task(task_id=task.id)


def test_nine_oclock_stays_nine_oclock_when_the_clocks_change(sam: Member) -> None:
    sam.user.time_zone = "Europe/Berlin"
    sam.user.save(update_fields=["time_zone"])
    task = a_task(sam, due_at=datetime(2026, 10, 24, 7, 0, tzinfo=UTC), repeats="daily")  # 09:00 there
    services.finish_task(task_id=task.id, by=sam.user)
    assert Task.objects.get(before=task).due_at == datetime(2026, 10, 25, 8, 0, tzinfo=UTC)


def test_the_same_key_is_the_same_task(sam: Member) -> None:
    first, again = a_task(sam, key="low:1"), a_task(sam, key="low:1")
    assert first.id == again.id
    assert Task.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"title": " "}, {"kind": "dance"}, {"repeats": "daily"}])
def test_nonsense_is_refused_with_its_field(sam: Member, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        a_task(sam, None, **wrong)
    assert refusal.value.field in {*wrong, "due_at"}
    assert Task.objects.count() == 0


def test_sales_see_their_own_a_leader_the_desks_below_and_an_admin_all(sam: Member, tina: Member) -> None:
    north = Desk.objects.create(name="North")
    Desk.objects.create(name="North one", parent=north)
    nina, lena = colleague("Nina", desk="North one"), colleague("Lena", "Team leader", "North")
    ada = colleague("Ada2", "Administrator")
    for member in (sam, tina, nina):
        a_task(member, title=f"of {member}")
    seen = {member: {task.title for task in selectors.tasks_for(member)} for member in (sam, nina, lena, ada)}
    assert seen[sam] == {"of Sam"}
    assert seen[nina] == {"of Nina"}
    assert seen[lena] == {"of Nina"}
    assert seen[ada] == {"of Sam", "of Tina", "of Nina"}


def test_a_strangers_task_does_not_exist(sam: Member, tina: Member) -> None:
    task = a_task(tina)
    with pytest.raises(NotFound):
        selectors.task_for(sam, task.id)


def test_open_tasks_go_with_their_people_and_come_back(sam: Member, tina: Member) -> None:
    stays = Subject(PERSON, uuid.uuid4())
    goes, done, other = a_task(sam), a_task(sam, title="Done"), a_task(sam, subject=stays, title="Other")
    services.finish_task(task_id=done.id, by=sam.user)
    moved = services.move_open_tasks(from_user=sam.user, to_user=tina.user, lead_ids=[CLARA.id])
    assert moved == [goes.id]
    owners = dict(Task.objects.values_list("id", "owner_id"))
    assert owners == {goes.id: tina.user_id, done.id: sam.user_id, other.id: sam.user_id}
    assert services.move_back(task_ids=moved, from_user=tina.user, to_user=sam.user) == 1
    assert set(Task.objects.values_list("owner_id", flat=True)) == {sam.user_id}


def test_what_the_new_colleague_did_stays_done(sam: Member, tina: Member) -> None:
    task = a_task(sam)
    moved = services.move_open_tasks(from_user=sam.user, to_user=tina.user, lead_ids=[CLARA.id])
    services.finish_task(task_id=task.id, by=tina.user)
    assert services.move_back(task_ids=moved, from_user=tina.user, to_user=sam.user) == 0
    assert Task.objects.get(id=task.id).owner_id == tina.user_id


def test_two_who_are_one_share_tasks_notes_and_tags_and_part_again(sam: Member) -> None:
    double = Subject(PERSON, uuid.uuid4(), "Clara C.")
    tag = services.add_tag(name="VIP")
    services.put_tag(tag_id=tag.id, subject=double)
    of_double, of_clara = a_task(sam, subject=double), a_task(sam)
    services.write_note(author=sam.user, subject=double, text="Speaks Greek")
    services.move_subject(kept=CLARA.id, dropped=double.id)
    assert {task.id for task in selectors.tasks_about([CLARA.id])} == {of_double.id, of_clara.id}
    assert [note.text for note in selectors.notes_about(sam.user, [CLARA.id])] == ["Speaks Greek"]
    assert [tag.name for tag in selectors.tags_about([CLARA.id])[CLARA.id]] == ["VIP"]
    services.move_subject_back(kept=CLARA.id, dropped=double.id)
    assert [task.id for task in selectors.tasks_about([CLARA.id])] == [of_clara.id]
    assert [task.id for task in selectors.tasks_about([double.id])] == [of_double.id]
