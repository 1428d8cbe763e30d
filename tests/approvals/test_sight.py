"""Who sees which request: one about a client is seen by those who may see the client, and by nobody else."""

from __future__ import annotations

import pytest

from atrium.kernel.errors import Denied, NotFound
from tenants.approvals import selectors
from tenants.clients.models import Client
from tenants.clients.services import register_client
from tenants.identity.services import create_user
from tenants.staff.models import Desk, Member, Role
from tests.approvals.people import asked, colleague, decide, role, user

pytestmark = pytest.mark.usefixtures("in_acme")


def client(name: str, *, manager: Member | None = None, desk: Desk | None = None) -> Client:
    person = create_user(realm="client", email=f"{name.lower()}@example.com", name=name, verified=True)
    made = register_client(user=person, currency="USD")
    type(made.lead).objects.filter(id=made.lead_id).update(assigned_to=manager, desk=desk)
    return Client.objects.select_related("lead").get(id=made.id)


def own_role(name: str, *scopes: str) -> Role:
    return role(name, "clients.view", "payouts.approve", scopes=scopes)


def test_a_request_about_a_client_is_seen_by_those_in_whose_scope_the_client_is() -> None:
    own_role("Own approver", "own")
    sam, otto = colleague("Sam", "Own approver"), colleague("Otto", "Own approver")
    clara = client("Clara", manager=sam)
    approval = asked(None, client_id=clara.id)
    assert list(selectors.queue_for(user(sam))) == [approval]
    assert list(selectors.waiting_for(user(sam))) == [approval]
    assert list(selectors.queue_for(user(otto))) == []
    assert list(selectors.waiting_for(user(otto))) == []
    with pytest.raises(NotFound):
        selectors.approval_for(user(otto), approval.id)
    with pytest.raises((NotFound, Denied)):
        decide(approval, otto)
    approval.refresh_from_db()
    assert approval.state == "pending"
    assert decide(approval, sam).state == "approved"


def test_sight_follows_the_client_to_another_manager() -> None:
    own_role("Own approver", "own")
    sam, otto = colleague("Sam", "Own approver"), colleague("Otto", "Own approver")
    clara = client("Clara", manager=sam)
    approval = asked(None, client_id=clara.id)
    type(clara.lead).objects.filter(id=clara.lead_id).update(assigned_to=otto)
    assert list(selectors.queue_for(user(sam))) == []
    assert list(selectors.queue_for(user(otto))) == [approval]


def test_a_desk_sees_its_own_requests_without_a_client() -> None:
    own_role("Desk approver", "desk")
    here, there = Desk.objects.create(name="Here"), Desk.objects.create(name="There")
    approval = asked(None, desk_id=here.id)
    assert list(selectors.queue_for(user(colleague("Dora", "Desk approver", desk=here.name)))) == [approval]
    assert list(selectors.queue_for(user(colleague("Theo", "Desk approver", desk=there.name)))) == []


def test_what_concerns_nobody_in_particular_is_seen_by_those_who_could_decide_it() -> None:
    own_role("Own approver", "own")
    role("Own reader", "clients.view", scopes=("own",))
    approval = asked(None)
    assert list(selectors.queue_for(user(colleague("Sam", "Own approver")))) == [approval]
    assert list(selectors.queue_for(user(colleague("Rolf", "Own reader")))) == []


def test_one_sees_what_one_asked_for() -> None:
    role("Own asker", "payouts.request", scopes=("own",))
    mara = colleague("Mara", "Own asker")
    approval = asked(mara)
    assert list(selectors.asked_by(user(mara))) == [approval]
    assert list(selectors.queue_for(user(mara))) == [approval]
    assert list(selectors.waiting_for(user(mara))) == []


def test_the_right_to_see_all_requests_sees_all() -> None:
    own_role("All seeing", "own")
    Role.objects.filter(name="All seeing").update(
        permissions=["approvals.view", "approvals.view_all", "payouts.approve"]
    )
    clara = client("Clara", manager=colleague("Other"))
    approval = asked(None, client_id=clara.id)
    assert list(selectors.queue_for(user(colleague("Ada", "All seeing")))) == [approval]


def test_the_counters_count_what_is_ones_own() -> None:
    own_role("Own approver", "own")
    sam = colleague("Sam", "Own approver")
    asked(None, client_id=client("Clara", manager=sam).id)
    asked(None, client_id=client("Nora").id)
    asked(sam)
    assert selectors.counts_for(user(sam)) == {"mine": 1, "all": 2, "overdue": 0, "asked": 1}


def test_a_list_costs_the_same_for_many_requests_as_for_few(django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portals.staff_console.approvals.listing import rows_of

    chen = colleague("Chen")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            rows_of(list(selectors.waiting_for(user(chen))))
        return len(seen)

    asked(None, client_id=client("C0").id)
    few = cost()
    for place in range(1, 12):
        asked(None, client_id=client(f"C{place}").id)
    assert cost() == few
