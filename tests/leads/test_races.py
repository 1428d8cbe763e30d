"""Two at once. Each race is first run the naive way, which goes wrong; then with the room's verbs, which do not."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import AtriumError
from tenants.leads.models import AssignmentRule, Lead
from tenants.leads.rules import turns
from tenants.leads.selectors.assigning import assigner
from tenants.leads.services import (
    assign_lead,
    create_lead,
    limit_member,
    note_contact,
    reclaim_due,
    save_assignment_rule,
    take_lead,
)
from tenants.outbox.models import Event
from tenants.staff.models import Member

from . import people

pytestmark = pytest.mark.usefixtures("committed")

Verb = Callable[[int], Any]
Crowd = Callable[..., Counter[str]]


@pytest.fixture
def crowd(acme: tenancy.Tenant) -> Crowd:
    """`verbs[n]` of each number at the same moment, each in its own thread and connection; counts what came of it."""

    def run(*verbs: Verb) -> Counter[str]:
        start = threading.Barrier(len(verbs))

        def one(number: int) -> str:
            with tenancy.entered(acme):
                try:
                    Lead.objects.count()  # connected before the start
                    start.wait(timeout=30)
                    answer = verbs[number](number)
                    return str(answer) if isinstance(answer, bool | int) else "done"
                except AtriumError as refusal:
                    return type(refusal).__name__
                finally:
                    connection.close()

        with ThreadPoolExecutor(len(verbs)) as pool:
            return Counter(pool.map(one, range(len(verbs))))

    return run


@pytest.fixture
def crew(acme: tenancy.Tenant) -> list[Member]:
    with tenancy.entered(acme):
        people.nobody_takes_leads()
        return [people.seller(f"Seller {number}", takes_leads=False) for number in range(6)]


def pooled(acme: tenancy.Tenant) -> Lead:
    with tenancy.entered(acme):
        return people.lead()


def test_looking_before_taking_lets_everybody_take_it(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    lead, looked = pooled(acme), threading.Barrier(len(crew))

    def naive(number: int) -> None:
        free = Lead.objects.filter(id=lead.id, assigned_to=None).exists()
        looked.wait(timeout=30)
        assert free
        Lead.objects.filter(id=lead.id).update(assigned_to=crew[number])

    assert crowd(*[naive] * len(crew)) == {"done": len(crew)}  # each of them was told that it is theirs


def test_of_all_who_take_a_lead_exactly_one_gets_it(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    lead = pooled(acme)

    came = crowd(*[lambda number: take_lead(lead_id=lead.id, by=crew[number])] * len(crew))

    assert came == {"done": 1, "Conflict": len(crew) - 1}
    with tenancy.entered(acme):
        (event,) = Event.objects.filter(kind="lead.assigned", payload__lead_id=str(lead.id))
        assert str(people.fresh(lead).assigned_to_id) == event.payload["member_id"]


def test_two_leaders_who_give_it_away_at_once_do_not_overwrite_each_other(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    owner, ana, ben = crew[:3]
    with tenancy.entered(acme):
        lead = people.lead(assign_to=owner)

    def give(number: int) -> Lead:
        to = (ana, ben)[number]
        return assign_lead(lead_id=lead.id, member=to, reason="Now", expected_member=owner.id)

    assert crowd(give, give) == {"done": 1, "Conflict": 1}


def overdue(acme: tenancy.Tenant, member: Member, count: int) -> list[Lead]:
    with tenancy.entered(acme):
        leads = [people.lead(assign_to=member) for _ in range(count)]
        Lead.objects.filter(id__in=[lead.id for lead in leads]).update(
            protected_until=clock.now() - timedelta(minutes=1)
        )
    return leads


def test_reclaiming_from_a_list_read_before_takes_what_was_just_called(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    (lead,) = overdue(acme, crew[0], 1)
    read, called = threading.Barrier(2), threading.Barrier(2)

    def naive_clock(_number: int) -> int:
        due = list(Lead.objects.filter(protected_until__lte=clock.now()).values_list("id", flat=True))
        read.wait(timeout=30)
        called.wait(timeout=30)
        return Lead.objects.filter(id__in=due).update(assigned_to=None, protected_until=None)

    def contact(_number: int) -> bool:
        read.wait(timeout=30)
        renewed = note_contact(lead_id=lead.id, by=crew[0], channel="call").renewed
        called.wait(timeout=30)
        return renewed

    assert crowd(naive_clock, contact) == {"1": 1, "True": 1}  # told “it is yours for longer”, and it is gone
    with tenancy.entered(acme):
        assert people.fresh(lead).assigned_to is None


def test_a_contact_and_the_clock_never_both_win(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    """Many leads, each called while the clock sweeps: who was told that it was renewed still has it."""
    leads, answers = overdue(acme, crew[0], 20), {}

    def contacts(_number: int) -> None:
        for lead in leads:
            answers[lead.id] = note_contact(lead_id=lead.id, by=crew[0], channel="call").renewed

    def sweep(_number: int) -> None:
        for _ in range(20):
            reclaim_due()

    crowd(contacts, sweep)

    with tenancy.entered(acme):
        kept = {lead.id: people.fresh(lead).assigned_to_id == crew[0].id for lead in leads}
    assert kept == answers


def test_a_contact_under_way_is_left_alone_by_the_clock(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    (lead,) = overdue(acme, crew[0], 1)
    held, swept = threading.Barrier(2), threading.Barrier(2)

    def contact(_number: int) -> bool:
        with transaction.atomic():
            renewed = note_contact(lead_id=lead.id, by=crew[0], channel="call").renewed
            held.wait(timeout=30)
            swept.wait(timeout=30)
            return renewed

    def sweep(_number: int) -> int:
        held.wait(timeout=30)
        reclaimed = reclaim_due()
        swept.wait(timeout=30)
        return reclaimed

    assert crowd(contact, sweep) == {"True": 1, "0": 1}
    with tenancy.entered(acme):
        assert people.fresh(lead).assigned_to == crew[0]


def test_reassigning_while_being_reclaimed_ends_with_one_owner_who_was_told_so(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    leads, given = overdue(acme, crew[0], 15), dict[uuid.UUID, uuid.UUID | None]()

    def reassign(_number: int) -> None:
        for lead in leads:
            try:
                assign_lead(lead_id=lead.id, member=crew[1], reason="Now", expected_member=crew[0].id)
                given[lead.id] = crew[1].id
            except AtriumError:
                given[lead.id] = None

    def sweep(_number: int) -> None:
        for _ in range(15):
            reclaim_due()

    crowd(reassign, sweep)

    with tenancy.entered(acme):
        assert {lead.id: people.fresh(lead).assigned_to_id for lead in leads} == given


def all_in_turn(acme: tenancy.Tenant, crew: list[Member]) -> AssignmentRule:
    with tenancy.entered(acme):
        Member.objects.filter(id__in=[one.id for one in crew[:4]]).update(takes_leads=True)
        return save_assignment_rule(name="All", gives="share", strategy="round_robin")


def test_turns_read_by_all_at_once_go_to_one_person(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    rule, read, got = all_in_turn(acme, crew), threading.Barrier(8), []

    def naive(_number: int) -> None:
        state = dict(AssignmentRule.objects.get(id=rule.id).turns)
        read.wait(timeout=30)
        got.append(turns.take(state, {str(one.id): 1 for one in crew[:4]}))
        AssignmentRule.objects.filter(id=rule.id).update(turns=state)

    crowd(*[naive] * 8)
    assert Counter(got) == {str(crew[0].id): 8}


def test_in_turn_is_exact_however_many_come_at_once(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    all_in_turn(acme, crew)

    def create(number: int) -> None:
        for at in range(3):
            create_lead(name=f"Lead {number} {at}", email=f"l{number}-{at}@example.com")

    crowd(*[create] * 8)

    with tenancy.entered(acme):
        got = Counter(Lead.objects.values_list("assigned_to_id", flat=True))
    assert got == {one.id: 6 for one in crew[:4]}


def test_capacity_is_never_passed_however_many_come_at_once(
    acme: tenancy.Tenant, crew: list[Member], crowd: Crowd
) -> None:
    with tenancy.entered(acme):
        Member.objects.filter(id=crew[0].id).update(takes_leads=True)
        limit_member(member=crew[0], most_open=5, weight=1)

    crowd(*[lambda number: create_lead(name=f"Lead {number}", email=f"l{number}@example.com")] * 8)

    with tenancy.entered(acme):
        assert Lead.objects.filter(assigned_to=crew[0]).count() == 5
        assert Lead.objects.filter(assigned_to=None).count() == 3
        assert [one.is_free for one in assigner().candidates] == [False]
