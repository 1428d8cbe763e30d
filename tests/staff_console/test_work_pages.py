"""The pages of tasks, calendar, bell and day: what they show, to whom, and at what cost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import clock
from tenants.clients.models import Client
from tenants.leads.models import Lead
from tenants.leads.services import assign_lead, change_policy
from tenants.notifications.models import Notification
from tenants.notifications.services import notify
from tenants.staff.models import Member
from tenants.staff.services import add_member
from tenants.trading.models import BalanceRule
from tenants.work import services as work
from tenants.work.models import CalendarFeed, Note, Task
from tenants.work.types import PERSON, Subject
from tests.ibs import people as ibs
from tests.portals import people

pytestmark = pytest.mark.usefixtures("in_acme")
ROLES = (
    "Administrator",
    "Sales manager",
    "Team leader",
    "Sales",
    "Compliance",
    "Finance",
    "Partner manager",
    "Risk",
)


def colleague(name: str, role: str = "Sales") -> Member:
    return add_member(email=f"{name.lower()}@acme.example", name=name, role=role)


@pytest.fixture
def sam() -> Member:
    return colleague("Sam")


@pytest.fixture
def clara(sam: Member) -> Client:
    client = ibs.client("Clara")
    assign_lead(lead_id=client.lead_id, member=sam, reason="test")
    return client


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "address",
    ["/", "/tasks/", "/calendar/?view=month", "/wealth/", "/notifications/", "/notifications/settings/"],
)
def test_every_role_has_a_day(address: str, role: str, browse: Any, acme: Any, clara: Client) -> None:
    assert browse(acme, "staff", colleague("Somebody", role).user).get(address).status_code == 200


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("Sales", ["day-todo", "day-calls", "day-fresh"], ["day-team", "day-compliance", "day-finance"]),
        ("Compliance", ["day-todo", "day-compliance"], ["day-calls", "day-finance", "day-team"]),
        ("Finance", ["day-todo", "day-finance"], ["day-calls", "day-compliance", "day-team"]),
        ("Sales manager", ["day-todo", "day-calls", "day-team"], ["day-compliance", "day-finance"]),
    ],
)
def test_the_day_is_chosen_by_what_one_may_do(
    role: str, shown: list[str], hidden: list[str], browse: Any, acme: Any
) -> None:
    desk = browse(acme, "staff", colleague("Somebody", role).user)
    page = desk.get("/").content.decode()
    assert [part for part in shown if f'id="{part}"' not in page] == []
    assert [part for part in hidden if f'id="{part}"' in page] == []
    for part in hidden:
        assert desk.get(f"/live/day/{part.removeprefix('day-')}/").status_code == 404


def test_who_waits_longer_than_the_broker_allows_stands_as_late(
    browse: Any, acme: Any, sam: Member, clara: Client
) -> None:
    desk = browse(acme, "staff", sam.user)
    Lead.objects.filter(id=clara.lead_id).update(created_at=clock.now() - timedelta(minutes=40))

    def fresh() -> tuple[bool, bool, bool]:
        part = desk.get("/live/day/fresh/").content.decode()
        return "Clara" in part, "at-late" in part, "Within 30 minutes" in part

    assert fresh() == (True, True, True)
    change_policy(first_contact_minutes=60)
    assert fresh() == (True, False, False)


def test_a_task_about_somebody_out_of_sight_cannot_be_made(browse: Any, acme: Any, clara: Client) -> None:
    desk = browse(acme, "staff", colleague("Tom").user)
    answer = desk.post(f"/tasks/new/?person={clara.lead_id}", {"title": "Spy", "kind": "call", "priority": 2})
    assert answer.status_code == 404
    assert not Task.objects.exists()


def test_a_call_that_reached_somebody_is_a_contact(
    browse: Any, acme: Any, sam: Member, clara: Client
) -> None:
    subject = Subject(PERSON, clara.lead_id, "Clara")
    task = work.create_task(title="Ring", owner=sam.user, by=sam.user, kind="call", subject=subject)
    desk = browse(acme, "staff", sam.user)
    answer = desk.post(f"/tasks/{task.id}/done/", {"outcome": "reached"}, headers={"HX-Request": "true"})
    assert (answer.status_code, f"/tasks/{task.id}/undo/" in answer.headers["HX-Trigger"]) == (204, True)
    assert Lead.objects.get(id=clara.lead_id).first_contact_at is not None
    desk.post(f"/tasks/{task.id}/undo/")
    task.refresh_from_db()
    assert task.is_open


def test_nobody_reads_writes_or_pins_a_note_on_somebody_out_of_sight(
    browse: Any, acme: Any, sam: Member, clara: Client
) -> None:
    note = work.write_note(author=sam.user, subject=Subject(PERSON, clara.lead_id), text="Shared")
    desk = browse(acme, "staff", colleague("Tom").user)
    base = f"/people/{clara.lead_id}/note/"
    assert desk.post(base, {"text": "hello"}).status_code == 404
    for verb in ("", "pin/", "delete/"):
        assert desk.post(f"{base}{note.id}/{verb}", {"text": "mine"}).status_code == 404
    assert [(one.text, one.pinned) for one in Note.objects.all()] == [("Shared", False)]


def test_a_calendar_is_read_by_its_secret_alone_and_a_new_one_kills_the_old(
    browse: Any, acme: Any, sam: Member
) -> None:
    work.create_task(title="Meet; now, or never", owner=sam.user, by=sam.user, due_at=clock.now())
    old, new = work.open_feed(user=sam.user), work.open_feed(user=sam.user)
    nobody = browse(acme, "staff")
    assert nobody.get(f"/calendar/{old}.ics").status_code == 404
    answer = nobody.get(f"/calendar/{new}.ics")
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "SUMMARY:Meet\\; now\\, or never\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert new not in str(CalendarFeed.objects.values().get())


def test_following_news_reads_it_and_leads_only_inside(browse: Any, acme: Any, sam: Member) -> None:
    notify(users=[sam.user], kind="task.due", title="Inside", url="/tasks/")
    notify(users=[sam.user], kind="task.due", title="Outside", url="//evil.example/")
    desk = browse(acme, "staff", sam.user)
    targets = {one.title: desk.get(f"/notifications/{one.id}/").url for one in Notification.objects.all()}
    assert targets == {"Inside": "/tasks/", "Outside": "/notifications/"}
    assert not Notification.objects.filter(read_at=None).exists()


def test_a_line_is_set_and_nonsense_is_refused(browse: Any, acme: Any) -> None:
    desk = browse(acme, "staff", colleague("Ada2", "Administrator").user)
    wrong = desk.post("/settings/signals/", {"currency": "XXZ", "amount": "-1", "margin_call_percent": "5"})
    assert (wrong.status_code, BalanceRule.objects.count()) == (422, 0)
    desk.post("/settings/signals/", {"currency": "usd", "amount": "50", "margin_call_percent": "90"})
    assert [(rule.currency, str(rule.amount)) for rule in BalanceRule.objects.all()] == [("USD", "50.00")]


def _queries(desk: Any, address: str) -> int:
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/tasks/",
        "/tasks/?show=desk",
        "/tasks/?show=done",
        "/calendar/?view=month&who=desk",
        "/wealth/",
        "/notifications/",
    ],
)
def test_ten_times_the_rows_cost_no_query_more(address: str, browse: Any, acme: Any) -> None:
    ada = colleague("Ada2", "Administrator")
    desk = browse(acme, "staff", ada.user)

    def more(count: int) -> None:
        people.leads(count)
        people.clients(count)
        for number, lead in enumerate(Lead.objects.order_by("-number")[:count]):
            lead.phone, lead.assigned_to, lead.birth_date = (
                "+35799123456",
                ada,
                clock.now().date().replace(year=1990),
            )
            lead.save(update_fields=["phone", "assigned_to", "birth_date"])
            subject = Subject(PERSON, lead.id, lead.name)
            due = clock.now() + timedelta(hours=number)
            task = work.create_task(
                title="T", owner=ada.user, by=ada.user, subject=subject, due_at=due, kind="call"
            )
            if number % 3 == 0:
                work.finish_task(task_id=task.id, by=ada.user, outcome="reached")
            notify(users=[ada.user], kind="task.due", title=f"N{number}")
            work.add_occasion(kind="economic", on=clock.now().date(), title=f"E{count}-{number}", by=None)

    more(2)
    few = _queries(desk, address)
    more(20)
    assert _queries(desk, address) <= few
