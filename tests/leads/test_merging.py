"""Two leads that are one person become one, with everything; and two again, for a month."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, Refused
from tenants.activity.selectors import timeline
from tenants.clients.models import Client
from tenants.ibs.selectors import path_at
from tenants.identity.models import User
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for, subjects_of
from tenants.leads.selectors.duplicates import duplicates_of
from tenants.leads.services import merge_leads, note_contact, note_fact, undo_merge
from tenants.outbox.models import Event
from tenants.work.services import create_task
from tenants.work.types import Subject
from tests.ibs import people as ibs
from tests.portals.people import paid_in

from . import people

pytestmark = pytest.mark.usefixtures("in_acme")


def client(name: str = "Clara", **more: Any) -> Client:
    return ibs.client(name, **more)


def test_field_by_field_and_the_timeline_of_both() -> None:
    ana, ben = people.seller("Ana"), people.seller("Ben")
    keep = people.lead("Lena", email="lena@example.com", assign_to=ana)
    drop = people.lead("Lena Lead", phone="+357 22 123456", assign_to=ben)
    note_contact(lead_id=drop.id, by=ben, channel="call", text="Wants gold")

    merge = merge_leads(keep_id=keep.id, drop_id=drop.id, by=ana, take=["name", "phone"])

    kept = people.fresh(keep)
    assert (kept.name, kept.email, kept.phone) == ("Lena Lead", "lena@example.com", "+35722123456")
    assert kept.assigned_to == ana
    assert kept.last_contact_at is not None
    assert people.fresh(drop).merged_into == kept
    boss = people.seller("Mia", role="Sales manager")
    assert drop.id not in leads_for(boss).values_list("id", flat=True)
    texts = [entry.text for entry in timeline(subjects_of(kept)).entries]
    assert "Call: Wants gold" in texts
    (event,) = Event.objects.filter(kind="lead.merged")
    assert event.payload == {
        "kept_id": str(keep.id),
        "dropped_id": str(drop.id),
        "merge_id": str(merge.id),
    }


def test_the_client_its_money_and_its_partner_follow_the_kept_one() -> None:
    family = ibs.family()
    clara = family.clara
    paid_in(clara, 50_000)
    known = people.lead("Clara C", phone="+357 22 123456")

    merge_leads(keep_id=known.id, drop_id=clara.lead_id, by=None)

    clara.refresh_from_db()
    assert clara.lead_id == known.id
    assert Lead.objects.get(id=known.id).person_id == clara.user.person_id
    assert path_at(clara.id, clock.now())[0] == family.ida.id


def test_what_somebody_says_of_the_dropped_one_is_heard_by_the_kept() -> None:
    keep, drop = people.lead("Keep"), people.lead("Drop")
    merge_leads(keep_id=keep.id, drop_id=drop.id, by=None)
    note_fact(lead_id=drop.id, fact="demo_account")
    assert people.fresh(keep).status == "demo"
    assert people.fresh(drop).status == "lead"


def test_undone_both_are_as_they_were_and_what_changed_since_stays() -> None:
    ana, ben = people.seller("Ana"), people.seller("Ben")
    clara = client()
    keep = people.lead("Keep", assign_to=ana)
    merge = merge_leads(keep_id=keep.id, drop_id=clara.lead_id, by=ana, take=["name", "assigned_to"])
    Lead.objects.filter(id=keep.id).update(phone="+35722123456")

    undo_merge(merge_id=merge.id, by=ben)
    undo_merge(merge_id=merge.id, by=ben)

    kept, dropped = people.fresh(keep), Lead.objects.get(id=clara.lead_id)
    assert (kept.name, kept.assigned_to, kept.phone) == ("Keep", ana, "+35722123456")
    assert (dropped.merged_into, dropped.assigned_to_id) == (None, clara.lead.assigned_to_id)
    clara.refresh_from_db()
    assert clara.lead_id == dropped.id
    assert Event.objects.filter(kind="lead.unmerged").count() == 1


def test_after_a_month_it_stays() -> None:
    keep, drop = people.lead("Keep"), people.lead("Drop")
    merge = merge_leads(keep_id=keep.id, drop_id=drop.id, by=None)
    with time_machine.travel(clock.now() + timedelta(days=31)), pytest.raises(Refused, match="30 days"):
        undo_merge(merge_id=merge.id, by=None)
    assert people.fresh(drop).merged_into_id == keep.id


def test_two_clients_with_money_are_not_merged_and_it_says_what_to_do() -> None:
    one, two = client("One"), client("Two")
    paid_in(one, 10_00)
    paid_in(two, 20_00)
    with pytest.raises(Refused, match=rf"client {one.number} has 10.00 USD in the wallet.*Pay out or move"):
        merge_leads(keep_id=one.lead_id, drop_id=two.lead_id, by=None)
    assert Lead.objects.get(id=two.lead_id).merged_into is None
    assert not Event.objects.filter(kind="lead.merged").exists()


def test_of_two_clients_the_empty_one_is_closed_and_only_it() -> None:
    rich, empty = client("Rich"), client("Empty")
    paid_in(rich, 10_00)
    with pytest.raises(Refused, match="Keep lead"):
        merge_leads(keep_id=empty.lead_id, drop_id=rich.lead_id, by=None)

    merge = merge_leads(keep_id=rich.lead_id, drop_id=empty.lead_id, by=None)
    assert [User.objects.get(id=one.user_id).is_active for one in (rich, empty)] == [True, False]

    undo_merge(merge_id=merge.id, by=None)
    assert User.objects.get(id=empty.user_id).is_active


def test_a_merged_lead_is_not_merged_again_nor_one_with_itself() -> None:
    keep, drop, third = people.lead("Keep"), people.lead("Drop"), people.lead("Third")
    merge_leads(keep_id=keep.id, drop_id=drop.id, by=None)
    with pytest.raises(Conflict, match="merged into another"):
        merge_leads(keep_id=third.id, drop_id=drop.id, by=None)
    with pytest.raises(Refused, match="two different"):
        merge_leads(keep_id=keep.id, drop_id=keep.id, by=None)
    with pytest.raises(InvalidInput, match="no field"):
        merge_leads(keep_id=keep.id, drop_id=third.id, by=None, take=["score"])


def test_open_tasks_follow_when_the_rooms_hear_of_it() -> None:
    from tenants.work.models import Task
    from tenants.work.tasks import move_on_merge

    ana = people.seller("Ana")
    keep, drop = people.lead("Keep"), people.lead("Drop")
    task = create_task(
        title="Call back", subject=Subject("lead", drop.id, "Drop"), owner=ana.user, by=ana.user
    )
    merge_leads(keep_id=keep.id, drop_id=drop.id, by=ana)
    move_on_merge(Event.objects.get(kind="lead.merged").as_value())
    assert Task.objects.get(id=task.id).subject_id == keep.id


class TestDuplicates:
    def test_same_mail_phone_document_or_name_with_birth_date(self) -> None:
        from datetime import date

        born = date(1990, 5, 1)
        lead = people.lead(
            "Ángel Núñez", email="a@example.com", phone="+35722123456", national_id="X-1", birth_date=born
        )
        by_mail = people.lead("Somebody", email="A@example.com")
        by_phone = people.lead("Other", phone="00357 22123456")
        by_paper = people.lead("Third", national_id="x1")
        by_name = people.lead("NUNEZ ANGEL", birth_date=born)
        only_name = people.lead("Angel Nunez")
        people.lead("Nobody Else")

        found = {match.lead_id: match.because for match in duplicates_of(lead)}

        assert found == {
            by_mail.id: ("same e-mail address",),
            by_phone.id: ("same phone number",),
            by_paper.id: ("same document number",),
            by_name.id: ("same name and birth date",),
            only_name.id: ("same name",),
        }

    def test_empty_fields_make_nobody_alike(self) -> None:
        lead = people.lead("One", email="")
        people.lead("Two", email="")
        assert duplicates_of(lead) == []
