"""One page for a person: tabs by permission, everything in one timeline, and no query more for a longer history."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atrium.kernel import clock
from tenants.clients.models import Client
from tenants.identity.models import LogIn
from tenants.leads.services import assign_lead, create_lead
from tenants.messaging.models import Mail
from tenants.staff.models import Member, Role
from tenants.staff.services import add_member
from tenants.work import services as work
from tenants.work.types import PERSON, Subject
from tests.ibs import people as ibs
from tests.portals import people

pytestmark = pytest.mark.usefixtures("in_acme")
TABS = (
    "",
    "accounts",
    "money",
    "trades",
    "kyc",
    "partner",
    "mails",
    "notes",
    "tasks",
    "devices",
    "ownership",
    "audit",
)
PARTS = ("head", "tiles", "trend", "call", "timeline", "older", "side")


@pytest.fixture
def ada() -> Member:
    return add_member(email="ada2@acme.example", name="Ada Two", role="Administrator")


@pytest.fixture
def sam() -> Member:
    return add_member(email="sam@acme.example", name="Sam Sales", role="Sales")


@pytest.fixture
def clara(sam: Member) -> Client:
    client = ibs.client("Clara")
    assign_lead(lead_id=client.lead_id, member=sam, reason="test")
    client.refresh_from_db()
    return client


def page(desk: Any, client: Client, tab: str = "", **more: Any) -> str:
    answer = desk.get(f"/clients/{client.id}/{tab + '/' if tab else ''}", **more)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_has_an_address_and_comes_alone_when_htmx_asks(
    tab: str, browse: Any, acme: Any, ada: Member, clara: Client
) -> None:
    people.traded(clara, 2)
    people.paid_in(clara, 50_000)
    desk = browse(acme, "staff", ada.user)
    whole = page(desk, clara, tab)
    assert "<h1>Clara" in whole
    alone = page(desk, clara, tab, headers={"HX-Request": "true", "HX-Target": "card-body"})
    assert alone.lstrip().startswith('<div id="card-body">')
    assert "<html" not in alone


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_fetched_by_itself(
    part: str, browse: Any, acme: Any, ada: Member, clara: Client
) -> None:
    answer = browse(acme, "staff", ada.user).get(f"/people/{clara.lead_id}/part/{part}/")
    assert answer.status_code == 200


def test_a_lead_has_the_same_page_until_there_is_a_client(
    browse: Any, acme: Any, ada: Member, clara: Client
) -> None:
    lead = create_lead(name="Lena Larsen", email="lena@example.com", country="DK")
    desk = browse(acme, "staff", ada.user)
    shown = desk.get(f"/people/{lead.id}/").content.decode()
    assert "<h1>Lena Larsen" in shown
    assert "Accounts" not in shown
    assert desk.get(f"/people/{lead.id}/money/").status_code == 404
    assert desk.get(f"/people/{clara.lead_id}/").url == f"/clients/{clara.id}/"


def test_sales_are_shown_no_tab_that_their_role_lacks(
    browse: Any, acme: Any, sam: Member, clara: Client
) -> None:
    desk = browse(acme, "staff", sam.user)
    shown = page(desk, clara)
    for hidden in ("money", "kyc", "partner", "devices"):
        assert f"/clients/{clara.id}/{hidden}/" not in shown
        assert desk.get(f"/clients/{clara.id}/{hidden}/").status_code == 404
    assert "tile-wallet" not in shown


def test_a_strangers_client_does_not_exist(browse: Any, acme: Any, clara: Client) -> None:
    tom = add_member(email="tom@acme.example", name="Tom", role="Sales")
    desk = browse(acme, "staff", tom.user)
    for address in (f"/clients/{clara.id}/", f"/people/{clara.lead_id}/", f"/people/{clara.lead_id}/note/"):
        assert desk.get(address).status_code == 404


def test_one_timeline_has_everything_and_filters_by_kind(
    browse: Any, acme: Any, ada: Member, clara: Client
) -> None:
    subject = Subject(PERSON, clara.lead_id, "Clara")
    people.traded(clara, 3)
    work.write_note(author=ada.user, subject=subject, text="Speaks Greek")
    task = work.create_task(title="Ring her", owner=ada.user, by=ada.user, kind="call", subject=subject)
    work.finish_task(task_id=task.id, by=ada.user, outcome="reached")
    LogIn.objects.create(user=clara.user, at=clock.now(), surface="client", device="Chrome on Mac")
    Mail.objects.create(
        to=[clara.user.email], sender="a@b.c", subject="Welcome here", body="", state="sent", at=clock.now()
    )
    desk = browse(acme, "staff", ada.user)
    shown = page(desk, clara)
    for text in (
        "Speaks Greek",
        "Ring her · Reached",
        "3 deals",
        "Chrome on Mac",
        "Welcome here",
        "Registered as",
    ):
        assert text in shown, text
    only_notes = desk.get(f"/people/{clara.lead_id}/part/timeline/?kind=note").content.decode()
    assert "Speaks Greek" in only_notes
    assert "Welcome here" not in only_notes


def test_a_page_of_the_timeline_never_shows_one_twice_nor_leaves_one_out(ada: Member, clara: Client) -> None:
    from portals.staff_console.card.timeline import timeline
    from portals.staff_console.people import Person

    now, subject = clock.now(), Subject(PERSON, clara.lead_id)
    for number in range(9):
        work.write_note(author=ada.user, subject=subject, text=f"Note {number}")
        LogIn.objects.create(user=clara.user, at=now - timedelta(minutes=number // 3), surface="client")
    person, seen, cursor = Person(clara.lead, clara), [], ""
    while True:
        items, cursor = timeline(ada, person, cursor=cursor, limit=4)
        seen += [item.key for item in items]
        if not cursor:
            break
    whole, _ = timeline(ada, person, limit=200)
    assert seen == [item.key for item in whole]
    assert len(set(seen)) == len(seen) >= 18


def test_a_filtered_timeline_reaches_past_what_it_leaves_out(ada: Member, clara: Client) -> None:
    from portals.staff_console.card.timeline import timeline
    from portals.staff_console.people import Person
    from tenants.activity.services import note

    note(subject_kind="client", subject_id=clara.id, verb="kyc.submitted", text="The oldest")
    for number in range(30):
        note(subject_kind="client", subject_id=clara.id, verb="deposit.settled", text=f"Deposit {number}")
    items, cursor = timeline(ada, Person(clara.lead, clara), kinds=["kyc"], limit=5)
    assert ([item.text for item in items], cursor) == (["The oldest"], "")


def test_anothers_private_note_is_in_no_part_of_the_card(
    browse: Any, acme: Any, ada: Member, sam: Member, clara: Client
) -> None:
    subject = Subject(PERSON, clara.lead_id)
    work.write_note(author=sam.user, subject=subject, text="My secret plan", private=True, pinned=True)
    mine, hers = browse(acme, "staff", sam.user), browse(acme, "staff", ada.user)
    assert "My secret plan" in page(mine, clara)
    assert "My secret plan" in page(mine, clara, "notes")
    for tab in TABS:
        assert "My secret plan" not in page(hers, clara, tab)
    for part in PARTS:
        assert b"My secret plan" not in hers.get(f"/people/{clara.lead_id}/part/{part}/").content


def test_masked_people_are_masked_on_every_part(browse: Any, acme: Any, clara: Client) -> None:
    Role.objects.create(
        name="Caller",
        permissions=["clients.view", "leads.view", "finance.view", "trading.view", "kyc.view"],
        scopes=["all"],
        masks={"email": "partly", "phone": "hidden", "balance": "hidden"},
    )
    clara.lead.phone, clara.lead.email = "+35799123456", clara.user.email
    clara.lead.save(update_fields=["phone", "email"])
    people.paid_in(clara, 123_456)
    caller = add_member(email="cal@acme.example", name="Cal", role="Caller")
    desk = browse(acme, "staff", caller.user)
    shown = "".join(page(desk, clara, tab) for tab in ("", "accounts", "money", "trades", "mails", "notes"))
    for secret in ("99123456", clara.user.email, "1,234.56"):
        assert secret not in shown


def queries(desk: Any, address: str) -> int:
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("tab", TABS)
def test_a_long_history_costs_no_query_more_than_a_short_one(
    tab: str, browse: Any, acme: Any, ada: Member, clara: Client
) -> None:
    desk, subject = browse(acme, "staff", ada.user), Subject(PERSON, clara.lead_id, "Clara")
    address = f"/clients/{clara.id}/{tab + '/' if tab else ''}"

    def more(count: int) -> None:
        people.traded(clara, count)
        for number in range(count):
            work.write_note(author=ada.user, subject=subject, text=f"N{number}", private=number % 2 == 0)
            task = work.create_task(title=f"T{number}", owner=ada.user, by=ada.user, subject=subject)
            if number % 2:
                work.finish_task(task_id=task.id, by=ada.user)
            LogIn.objects.create(user=clara.user, at=clock.now(), surface="client")
            tag = work.add_tag(name=f"tag {count} {number}")
            work.put_tag(tag_id=tag.id, subject=subject)

    more(2)
    few = queries(desk, address)
    more(12)
    assert queries(desk, address) <= few
