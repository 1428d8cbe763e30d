"""Two may edit a person at the same time; nothing of either is lost, and what the broker says needs a second person."""

from typing import Any

import pytest

from atrium.kernel.errors import Conflict, InvalidInput, Stale
from tenants.activity.models import Entry
from tenants.approvals.models import Approval
from tenants.approvals.services import decide
from tenants.clients.models import Client
from tenants.clients.tasks import follow_edit
from tenants.identity.models import User
from tenants.leads.models import Lead, ProfileChange
from tenants.leads.services import change_policy, edit_profile
from tenants.leads.tasks import take_profile_decision
from tenants.outbox.models import Event
from tests.ibs import people as ibs

from . import people

pytestmark = pytest.mark.usefixtures("in_acme")


def edit(lead: Lead, seen: dict[str, Any], by: Any = None, **changes: Any) -> Any:
    return edit_profile(
        lead_id=lead.id, changes=changes, seen=seen, by=by or people.seller("Eve", role="Sales manager")
    )


def test_a_change_is_made_counted_and_noted() -> None:
    lead = people.lead("Lena")
    done = edit(lead, {"phone": "", "name": "Lena"}, phone="+357 22 123456", name="Lena Lead")
    assert (done.fields, done.waits) == (("phone", "name"), False)
    after = people.fresh(lead)
    assert (after.phone, after.name, after.name_folded, after.version) == (
        "+35722123456",
        "Lena Lead",
        "lead lena",
        2,
    )
    assert Entry.objects.get(subject_id=lead.id, verb="profile.changed").text == "Changed: phone, name"


def test_over_somebody_elses_change_nothing_is_written_and_both_are_shown() -> None:
    lead = people.lead("Lena")
    edit(lead, {"name": "Lena"}, name="Lena Lead")
    with pytest.raises(Stale) as stale:
        edit(lead, {"name": "Lena", "country": ""}, name="Lena L.", country="CY")
    assert stale.value.theirs == {"name": ("Lena", "Lena Lead")}
    assert (people.fresh(lead).name, people.fresh(lead).country) == ("Lena Lead", "")


def test_changes_of_different_fields_do_not_stand_in_each_others_way() -> None:
    lead = people.lead("Lena")
    edit(lead, {"name": "Lena", "country": ""}, name="Lena Lead", country="")
    edit(lead, {"name": "Lena", "country": ""}, name="Lena", country="CY")
    assert (people.fresh(lead).name, people.fresh(lead).country) == ("Lena Lead", "CY")


def test_the_same_change_by_two_is_one() -> None:
    lead = people.lead("Lena")
    edit(lead, {"name": "Lena"}, name="Lena Lead")
    assert edit(lead, {"name": "Lena"}, name="Lena Lead").fields == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"phone": "call me"}, "phone"), ({"name": " "}, "name"), ({"score": 100}, "score")],
)
def test_what_cannot_be_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    lead = people.lead("Lena")
    with pytest.raises(InvalidInput) as refused:
        edit(lead, {}, **changes)
    assert refused.value.field == field
    assert people.fresh(lead).version == 1


class TestOfAClient:
    def test_log_in_and_card_follow(self) -> None:
        client = ibs.client("Clara")
        edit(client.lead, {}, name="Clara Cole", email="New@Clients.example", country="cy")
        follow_edit(Event.objects.get(kind="lead.edited").as_value())
        user, changed = User.objects.get(id=client.user_id), Client.objects.get(id=client.id)
        assert (user.email, user.login, user.name) == (
            "new@clients.example",
            "client:new@clients.example",
            "Clara Cole",
        )
        assert changed.country == "CY"

    def test_an_address_that_is_somebody_elses_changes_nothing(self) -> None:
        client, other = ibs.client("Clara"), ibs.client("Otto")
        with pytest.raises(Conflict, match="Somebody else"):
            edit(client.lead, {}, email=other.user.email)
        assert User.objects.get(id=client.user_id).email == "clara@clients.example"

    def test_where_the_broker_says_so_it_waits_for_a_second_person(self) -> None:
        change_policy(approved_fields=["phone"])
        client, eve = ibs.client("Clara"), people.seller("Eve", role="Sales manager")
        done = edit(client.lead, {"phone": ""}, eve, phone="+357 22 123456", country="CY")
        assert done.waits
        assert people.fresh(client.lead).phone == ""

        with pytest.raises(Conflict, match="waits for approval"):
            edit(client.lead, {"phone": ""}, eve, phone="+357 22 654321")

        self.decide("approved")
        after = people.fresh(client.lead)
        assert (after.phone, after.country) == ("+35722123456", "CY")
        assert ProfileChange.objects.get().state == "made"

    def test_refused_it_is_not_made(self) -> None:
        change_policy(approved_fields=["phone"])
        client = ibs.client("Clara")
        edit(client.lead, {"phone": ""}, phone="+357 22 123456")
        self.decide("refused")
        assert people.fresh(client.lead).phone == ""
        assert ProfileChange.objects.get().state == "refused"

    def test_approved_too_late_it_overwrites_nobody(self) -> None:
        change_policy(approved_fields=["phone"])
        client = ibs.client("Clara")
        edit(client.lead, {"phone": ""}, phone="+357 22 123456")
        Lead.objects.filter(id=client.lead_id).update(phone="+35722999999")
        self.decide("approved")
        assert people.fresh(client.lead).phone == "+35722999999"
        assert ProfileChange.objects.get().state == "refused"

    def test_a_lead_that_is_no_client_needs_nobody(self) -> None:
        change_policy(approved_fields=["phone"])
        assert not edit(people.lead(), {}, phone="+357 22 123456").waits

    @staticmethod
    def decide(outcome: str) -> None:
        approval = Approval.objects.get(kind="profile_change")
        other = people.seller("Otto", role="Sales manager")
        decide(approval_id=approval.id, by=other.user_id, outcome=outcome, note="Checked by phone")
        take_profile_decision(Event.objects.get(kind="approval.decided").as_value())
