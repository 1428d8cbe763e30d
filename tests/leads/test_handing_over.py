"""A manager leaves: all they have goes to others in one action, and comes back in one."""

from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, Refused
from tenants.activity.models import Entry
from tenants.leads.models import HandedOver, Handover, Lead
from tenants.leads.selectors import left_behind
from tenants.leads.services import assign_lead, hand_over, handing_over, note_fact, undo_handover
from tenants.notifications.models import Notification
from tenants.outbox.models import Event
from tenants.staff.models import Member
from tenants.staff.services import end_membership
from tenants.work.models import Task
from tenants.work.services import create_task
from tenants.work.types import Subject

from . import people

pytestmark = pytest.mark.usefixtures("in_acme")


class Cast:
    def __init__(self) -> None:
        self.desk = people.desk("Madrid")
        self.ana = people.seller("Ana", people.desk("London"))
        self.ben, self.cid = people.seller("Ben", self.desk), people.seller("Cid", self.desk)
        self.boss = people.seller("Mia", role="Sales manager")
        self.leads = [people.lead(f"Lead {at}", assign_to=self.ana) for at in range(5)]
        note_fact(lead_id=self.leads[0].id, fact="live_account")

    def task(self, lead: Lead) -> Task:
        subject = Subject("lead", lead.id, lead.name)
        return create_task(title="Call", subject=subject, owner=self.ana.user, by=self.ana.user)

    def hand(self, *takers: Member, **more: Any) -> Handover:
        return hand_over(giver=self.ana, takers=takers, by=self.boss, **more)

    def owners(self) -> list[Member | None]:
        return [people.fresh(lead).assigned_to for lead in self.leads]


@pytest.fixture
def cast() -> Cast:
    return Cast()


def test_everything_goes_in_turn_with_tasks_and_the_note(cast: Cast) -> None:
    task = cast.task(cast.leads[1])

    done = cast.hand(cast.ben, cast.cid, note="Call Lead 1 first")

    assert (done.state, done.leads, done.tasks) == ("done", 5, 1)
    assert cast.owners() == [cast.ben, cast.cid, cast.ben, cast.cid, cast.ben]
    assert people.fresh(cast.leads[0]).protected_until is None  # won long ago: nobody takes it for silence
    assert people.fresh(cast.leads[1]).protected_until is not None
    assert people.fresh(cast.leads[1]).desk == cast.desk
    assert Task.objects.get(id=task.id).owner == cast.cid.user
    notes = Entry.objects.filter(verb="handover").values_list("text", flat=True)
    assert list(notes) == ["Handover note: Call Lead 1 first"] * 5
    told = Notification.objects.filter(kind="lead.handover").order_by("title").values_list("title", flat=True)
    assert list(told) == [
        "Ana handed 2 leads and clients over to you",
        "Ana handed 3 leads and clients over to you",
    ]
    assert Event.objects.filter(kind="lead.reassigned").count() == 2  # one a taker, not one a lead


def test_the_count_is_known_before(cast: Cast) -> None:
    cast.task(cast.leads[1])
    behind = left_behind(cast.ana)
    assert (behind.leads, behind.clients, behind.tasks) == (5, 0, 1)
    assert not behind.is_nothing
    assert left_behind(cast.ben).is_nothing


def test_taken_back_in_one_action_but_for_what_moved_on(cast: Cast) -> None:
    task = cast.task(cast.leads[1])
    before = {lead.id: people.fresh(lead).desk_id for lead in cast.leads}
    done = cast.hand(cast.ben, cast.cid)
    assign_lead(lead_id=cast.leads[4].id, member=cast.boss, reason="Mine")

    undone = undo_handover(handover_id=done.id, by=cast.boss)

    assert undone.state == "undone"
    assert cast.owners() == [cast.ana] * 4 + [cast.boss]
    assert Task.objects.get(id=task.id).owner == cast.ana.user
    assert {lead.id: people.fresh(lead).desk_id for lead in cast.leads[:4]} == {
        lead.id: before[lead.id] for lead in cast.leads[:4]
    }
    assert people.fresh(cast.leads[1]).assigned_because == "Given to Ana when it was entered"
    with pytest.raises(Conflict, match="was not taken back"):
        undo_handover(handover_id=done.id, by=cast.boss)


def test_what_comes_back_is_not_reclaimed_at_once(cast: Cast) -> None:
    done = cast.hand(cast.ben)
    HandedOver.objects.filter(lead=cast.leads[1]).update(
        before={**HandedOver.objects.get(lead=cast.leads[1]).before, "protected_until": None}
    )
    undo_handover(handover_id=done.id, by=cast.boss)
    until = people.fresh(cast.leads[1]).protected_until
    assert until is not None
    assert until > clock.now()


def test_a_selection_alone_may_go(cast: Cast) -> None:
    cast.hand(cast.ben, lead_ids=[cast.leads[0].id, cast.leads[2].id])
    assert cast.owners() == [cast.ben, cast.ana, cast.ben, cast.ana, cast.ana]


def test_interrupted_it_goes_on_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_over, "CHUNK", 2)
    begun = handing_over.begin_handover(giver=cast.ana, takers=[cast.ben, cast.cid], by=cast.boss, note="")
    assert handing_over.go_on(begun.id) == 2
    assert cast.owners().count(cast.ana) == 3
    while handing_over.go_on(begun.id):  # another process, later
        pass
    assert cast.owners() == [cast.ben, cast.cid, cast.ben, cast.cid, cast.ben]
    assert Handover.objects.get(id=begun.id).leads == 5


def test_many_become_a_job(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from tenants.jobs.models import Job
    from tenants.jobs.services.running import work_off

    monkeypatch.setattr(handing_over, "AT_ONCE", 3)
    begun = cast.hand(cast.ben)
    assert begun.state == "running"
    job = work_off(Job.objects.get(kind="leads.handover"))
    assert (job.state, Handover.objects.get(id=begun.id).state) == ("done", "done")
    assert cast.owners() == [cast.ben] * 5
    undo_handover(handover_id=begun.id, by=cast.boss)
    work_off(Job.objects.get(kind="leads.handover_back"))
    assert cast.owners() == [cast.ana] * 5


def test_nobody_takes_over_who_sees_no_leads_and_nothing_moves(cast: Cast) -> None:
    end_membership(cast.ben)
    for takers in ([cast.ben], [cast.cid, cast.ben]):
        with pytest.raises(Refused, match="Ben has no role now"):
            cast.hand(*takers)
    with pytest.raises(InvalidInput, match="at least one"):
        cast.hand(cast.ana)
    assert cast.owners() == [cast.ana] * 5


def test_it_does_not_go_back_to_somebody_whose_role_ended(cast: Cast) -> None:
    done = cast.hand(cast.ben)
    end_membership(cast.ana)
    with pytest.raises(Refused, match="Ana has no role now"):
        undo_handover(handover_id=done.id, by=cast.boss)
    assert cast.owners() == [cast.ben] * 5
