"""A lead is its manager's for some days; a contact renews them, silence gives it back, and the manager is told before."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from tenants.activity.models import Entry
from tenants.leads.models import Lead
from tenants.leads.services import (
    assign_lead,
    change_policy,
    limit_member,
    note_contact,
    note_fact,
    protect_desk,
    reassign_many,
    reclaim_due,
    take_lead,
    take_part,
    warn_due,
)
from tenants.notifications.models import Notification
from tenants.outbox.models import Event
from tenants.staff.models import Member
from tenants.staff.services import end_membership

from . import people

pytestmark = pytest.mark.usefixtures("in_acme")


def given(member: Member, **facts: Any) -> Lead:
    return people.lead(assign_to=member, **facts)


def later(days: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(days=days), tick=False)


def days_left(lead: Lead, start: datetime) -> float:
    until = people.fresh(lead).protected_until
    assert until is not None
    return round((until - start).total_seconds() / 86_400, 2)


def told(member: Member, kind: str) -> list[str]:
    return list(Notification.objects.filter(user=member.user, kind=kind).values_list("title", flat=True))


def test_seven_days_unless_the_desk_says_otherwise() -> None:
    desk = people.desk("Madrid")
    protect_desk(desk=desk, days=3, warning_days=1)
    ana, ben = people.seller("Ana"), people.seller("Ben", desk)
    now = clock.now()
    assert days_left(given(ana), now) == 7
    assert days_left(given(ben), now) == 3


def test_its_managers_contact_renews_it_and_is_in_the_timeline() -> None:
    ana = people.seller("Ana")
    lead = given(ana)
    with later(5):
        done = note_contact(lead_id=lead.id, by=ana, channel="call", text="Wants a demo")
        assert done.renewed
        assert days_left(lead, clock.now()) == 7
    assert Entry.objects.get(subject_id=lead.id, verb="contact.call").text == "Call: Wants a demo"
    assert people.fresh(lead).first_contact_at == people.fresh(lead).last_contact_at
    assert Event.objects.filter(kind="lead.contacted", payload__lead_id=str(lead.id)).count() == 1


def test_a_strangers_contact_is_kept_and_renews_nothing_but_a_participants_does() -> None:
    ana, ben = people.seller("Ana"), people.seller("Ben")
    lead = given(ana)
    with later(5):
        assert not note_contact(lead_id=lead.id, by=ben, channel="email").renewed
        take_part(lead=lead, member=ben, part="translator")
        assert note_contact(lead_id=lead.id, by=ben, channel="email").renewed


def test_an_old_contact_entered_late_does_not_shorten_it() -> None:
    ana = people.seller("Ana")
    lead, now = given(ana), clock.now()
    note_contact(lead_id=lead.id, by=ana, channel="call", at=now - timedelta(days=3))
    assert days_left(lead, now) == 7


def test_there_is_no_such_channel() -> None:
    ana = people.seller("Ana")
    with pytest.raises(InvalidInput, match="no channel"):
        note_contact(lead_id=given(ana).id, by=ana, channel="pigeon")


def test_silence_gives_it_back_to_the_desks_pool() -> None:
    desk = people.desk("Madrid")
    ana = people.seller("Ana", desk)
    silent, called = given(ana, name="Silent"), given(ana, name="Called")
    with later(6):
        note_contact(lead_id=called.id, by=ana, channel="call")
    with later(7.01):
        assert reclaim_due() == 1
        assert reclaim_due() == 0
    back = people.fresh(silent)
    assert (back.assigned_to, back.desk, back.protected_until) == (None, desk, None)
    assert back.reclaimed_at is not None
    assert people.fresh(called).assigned_to == ana
    told_to = told(ana, "lead.reclaimed")
    assert told_to == ["Silent went back to the pool: nobody spoke to them"]
    (event,) = Event.objects.filter(kind="lead.reclaimed")
    assert event.payload == {"lead_ids": [str(silent.id)], "members": {str(ana.id): [str(silent.id)]}}


def test_the_manager_is_warned_once_for_each_end() -> None:
    ana = people.seller("Ana")
    lead = given(ana, name="Lena")
    assert warn_due() == 0
    with later(5.5):
        assert warn_due() == 1
        assert warn_due() == 0
        note_contact(lead_id=lead.id, by=ana, channel="call")
    with later(11):
        assert warn_due() == 1
    assert told(ana, "lead.reclaim_soon") == ["Call Lena soon, or they go back to the pool"] * 2


def test_a_desks_own_warning_days_count() -> None:
    desk = people.desk("Madrid")
    protect_desk(desk=desk, days=10, warning_days=6)
    given(people.seller("Ana", desk))
    with later(4.5):
        assert warn_due() == 1


def test_who_was_won_is_never_reclaimed() -> None:
    lead = given(people.seller("Ana"))
    note_fact(lead_id=lead.id, fact="live_account")
    with later(100):
        assert reclaim_due() == 0


def test_taking_from_the_pool_gives_it_for_the_desks_days() -> None:
    people.nobody_takes_leads()
    ana = people.seller("Ana", takes_leads=False)
    lead, now = people.lead(), clock.now()
    take_lead(lead_id=lead.id, by=ana)
    assert people.fresh(lead).assigned_to == ana
    assert days_left(lead, now) == 7


def test_who_comes_second_reads_who_has_it() -> None:
    people.nobody_takes_leads()
    ana, ben = people.seller("Ana", takes_leads=False), people.seller("Ben", takes_leads=False)
    lead = people.lead()
    take_lead(lead_id=lead.id, by=ana)
    with pytest.raises(Conflict, match="Ana has Lena Lead now: Taken from the pool by Ana"):
        take_lead(lead_id=lead.id, by=ben)
    assert people.fresh(lead).assigned_to == ana


def test_nobody_takes_more_than_their_limit_or_from_a_strange_pool() -> None:
    people.nobody_takes_leads()
    madrid, london = people.desk("Madrid"), people.desk("London")
    ana, sam = (
        people.seller("Ana", madrid, takes_leads=False),
        people.seller("Sam", london, takes_leads=False),
    )
    limit_member(member=ana, most_open=0, weight=1)
    lead = people.lead()
    assign_lead(lead_id=lead.id, desk=madrid, reason="For Madrid")
    with pytest.raises(Refused, match="the most you may have"):
        take_lead(lead_id=lead.id, by=ana)
    with pytest.raises(NotFound):
        take_lead(lead_id=lead.id, by=sam)
    assert people.fresh(lead).assigned_to is None


def test_assigning_expects_what_the_page_showed() -> None:
    ana, ben, cid = (people.seller(name) for name in ("Ana", "Ben", "Cid"))
    lead = given(ana)
    assign_lead(lead_id=lead.id, member=ben, reason="Speaks Greek", expected_member=ana.id)
    with pytest.raises(Conflict, match="Ben has Lena Lead now: Speaks Greek"):
        assign_lead(lead_id=lead.id, member=cid, reason="Is free", expected_member=ana.id)
    assert people.fresh(lead).assigned_to == ben


def test_nobody_without_a_role_is_given_a_lead() -> None:
    ana, ben = people.seller("Ana"), people.seller("Ben")
    lead = given(ana)
    end_membership(ben)
    with pytest.raises(Refused, match="Ben has no role now"):
        assign_lead(lead_id=lead.id, member=ben, reason="Is free")
    assert people.fresh(lead).assigned_to == ana


def test_many_move_in_one_step_with_one_event_within_the_movers_scope() -> None:
    madrid, london = people.desk("Madrid"), people.desk("London")
    leader = people.seller("Lea", madrid, role="Team leader")
    ana, ben, sam = people.seller("Ana", madrid), people.seller("Ben", madrid), people.seller("Sam", london)
    mine, strange = [given(ana) for _ in range(3)], given(sam)

    moved = reassign_many([*(one.id for one in mine), strange.id], to=ben, by=leader, reason="Ana is ill")

    assert moved == 3
    assert {people.fresh(one).assigned_to for one in mine} == {ben}
    assert people.fresh(strange).assigned_to == sam
    (event,) = Event.objects.filter(kind="lead.reassigned")
    assert sorted(event.payload["lead_ids"]) == sorted(str(one.id) for one in mine)
    assert reassign_many([one.id for one in mine], to=ben, by=leader, reason="Again") == 0


@pytest.mark.parametrize(
    "changes", [{"protection_days": 0}, {"dormant_days": 0}, {"protection_days": 3, "warning_days": 3}]
)
def test_days_that_make_no_sense_are_not_saved(changes: dict[str, int]) -> None:
    with pytest.raises(InvalidInput):
        change_policy(**changes)
    ana = people.seller("Ana")
    assert days_left(given(ana), clock.now()) == 7
