"""Tasks, notes and notifications through the API: one's own, and never another's private note."""

from typing import Any

import pytest

from atrium.kernel import tenancy
from tenants.notifications.models import Notification
from tenants.notifications.services import notify
from tenants.staff.models import Member
from tenants.staff.services import add_member
from tenants.work import services
from tenants.work.models import Note, Task
from tenants.work.types import PERSON, Subject
from tests.api.program import Program, assert_problem, program
from tests.leads import people

pytestmark = pytest.mark.usefixtures("in_acme")
SCOPES = (
    "tasks:read",
    "tasks:write",
    "notes:read",
    "notes:write",
    "notifications:read",
    "notifications:write",
)


@pytest.fixture
def as_(acme: tenancy.Tenant) -> Any:
    def as_(member: Member, *scopes: str) -> Program:
        return program(acme, member.user, *(scopes or SCOPES))

    return as_


@pytest.fixture
def sam() -> Member:
    return people.seller("Sam", takes_leads=False)


@pytest.fixture
def ada() -> Member:
    return add_member(email="ada2@acme.example", name="Ada Two", role="Administrator")


def test_a_task_is_added_once_read_and_done(as_: Any, sam: Member) -> None:
    lead = people.lead(assign_to=sam)
    api, facts = as_(sam), {"title": "Call back", "kind": "call", "person_id": str(lead.id)}
    first = api.post("tasks", facts, idem="one")
    assert (first.status_code, first.json()["person"]) == (201, lead.name)
    assert api.post("tasks", facts, idem="one").json() == first.json()
    assert Task.objects.count() == 1
    done = api.post(f"tasks/{first.json()['id']}/done", {"outcome": "reached"})
    assert (done.status_code, done.json()["state"], done.json()["outcome"]) == (200, "done", "reached")
    assert [row["id"] for row in api.get("tasks?state=done").json()["results"]] == [first.json()["id"]]
    assert api.get("tasks?state=open").json()["results"] == []


def test_a_strangers_task_and_person_do_not_exist(as_: Any, sam: Member) -> None:
    ben = people.seller("Ben", takes_leads=False)
    lead = people.lead(assign_to=ben)
    task = services.create_task(title="Ben's", owner=ben.user, by=ben.user)
    api = as_(sam)
    assert api.get("tasks").json()["results"] == []
    assert_problem(api.get(f"tasks/{task.id}"), 404, "not-found")
    assert_problem(api.post(f"tasks/{task.id}/done", {}), 404, "not-found")
    assert_problem(api.get(f"people/{lead.id}/notes"), 404, "not-found")
    assert_problem(api.post(f"people/{lead.id}/notes", {"text": "hi"}, idem="n"), 404, "not-found")
    task.refresh_from_db()
    assert task.is_open
    assert not Note.objects.exists()


def test_a_private_note_is_given_to_its_authors_key_alone(as_: Any, sam: Member, ada: Member) -> None:
    lead = people.lead(assign_to=sam)
    facts = {"text": "Between me and myself", "private": True}
    assert as_(sam).post(f"people/{lead.id}/notes", facts, idem="n").status_code == 201
    services.write_note(author=ada.user, subject=Subject(PERSON, lead.id), text="For all")
    his = [row["text"] for row in as_(sam).get(f"people/{lead.id}/notes").json()["results"]]
    hers = as_(ada).get(f"people/{lead.id}/notes")
    assert his == ["For all", "Between me and myself"]
    assert [row["text"] for row in hers.json()["results"]] == ["For all"]
    assert "myself" not in hers.content.decode()


def test_ones_own_bell_and_nobody_elses(as_: Any, sam: Member, ada: Member) -> None:
    notify(users=[sam.user, ada.user], kind="task.due", title="Ring")
    (mine,) = as_(sam).get("notifications?unread=true").json()["results"]
    other = Notification.objects.get(user=ada.user)
    assert_problem(as_(sam).post(f"notifications/{other.id}/read", {}), 404, "not-found")
    read = as_(sam).post(f"notifications/{mine['id']}/read", {})
    assert (read.status_code, read.json()["read_at"] is not None) == (200, True)
    assert Notification.objects.filter(read_at=None).get().user_id == ada.user_id


def test_a_key_without_the_scope_reads_nothing(as_: Any, sam: Member) -> None:
    api = as_(sam, "leads:read")
    for address in ("tasks", "notifications"):
        assert api.get(address).status_code == 403
