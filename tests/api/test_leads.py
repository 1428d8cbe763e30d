"""Leads through the API: the same scope, the same masks, the same refusals as on the pages."""

from typing import Any

import pytest

from atrium.kernel import tenancy
from tenants.leads.models import Lead
from tenants.staff.models import Member, Role
from tests.api.program import Program, assert_problem, program
from tests.leads import people

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def boss() -> Member:
    return people.seller("Mia", role="Sales manager", takes_leads=False)


@pytest.fixture
def as_(acme: tenancy.Tenant) -> Any:
    def as_(member: Member, *scopes: str) -> Program:
        return program(acme, member.user, *(scopes or ("leads:read", "leads:write")))

    return as_


def test_a_form_on_the_brokers_site_makes_a_lead_once(as_: Any, boss: Member) -> None:
    facts = {"name": "Nora New", "phone": "+34 612 34 56 78", "campaign": {"utm_campaign": "autumn"}}
    api = as_(boss)
    first = api.post("leads", facts, idem="one")
    again = api.post("leads", facts, idem="one")
    assert (first.status_code, first.json()["phone"], first.json()["country"]) == (201, "+34612345678", "ES")
    assert first.json()["assigned_because"]
    assert again.json() == first.json()
    assert Lead.objects.count() == 1
    assert Lead.objects.get().campaign == {"utm_campaign": "autumn"}
    assert api.get(f"leads/{first.json()['id']}").json()["name"] == "Nora New"


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"name": "X"}, "invalid-input"),
        ({"name": "X", "phone": "call me"}, "invalid-input"),
        ({"phone": "+34612345678"}, "invalid-request"),
    ],
)
def test_what_cannot_be_reached_is_no_lead(as_: Any, boss: Member, facts: dict[str, str], kind: str) -> None:
    assert_problem(as_(boss).post("leads", facts, idem="one"), 422, kind)
    assert not Lead.objects.exists()


def test_each_sees_and_touches_what_their_scope_reaches(as_: Any, boss: Member) -> None:
    people.nobody_takes_leads()
    ana, ben = people.seller("Ana", takes_leads=False), people.seller("Ben", takes_leads=False)
    mine, other, free = people.lead(assign_to=ana), people.lead(assign_to=ben), people.lead()
    api = as_(ana)
    assert {row["id"] for row in api.get("leads").json()["results"]} == {str(mine.id), str(free.id)}
    assert [row["id"] for row in api.get("leads?assigned=me").json()["results"]] == [str(mine.id)]
    assert_problem(api.get(f"leads/{other.id}"), 404, "not-found")
    assert_problem(api.post(f"leads/{other.id}/contacts", {"channel": "call"}, idem="one"), 404, "not-found")
    assert_problem(
        api.post(f"leads/{mine.id}/assignment", {"member_id": str(ben.id), "reason": "x"}), 404, "not-found"
    )
    assert people.fresh(other).last_contact_at is None
    assert people.fresh(mine).assigned_to == ana
    assert len(as_(boss).get("leads").json()["results"]) == 3


def test_a_masked_field_is_masked_here_too(as_: Any) -> None:
    Role.objects.filter(name="Sales").update(masks={"phone": "partly", "email": "hidden"})
    ana = people.seller("Ana")
    lead = people.lead(email="lena@example.com", phone="+357 22 123456", assign_to=ana)
    row = as_(ana).get(f"leads/{lead.id}").json()
    assert (row["phone"], row["email"]) == ("•••56", "•••••")


def test_assigned_only_as_the_caller_knew_it(as_: Any, boss: Member) -> None:
    ana, ben = people.seller("Ana"), people.seller("Ben")
    lead = people.lead(assign_to=ana)
    asked = {"member_id": str(ben.id), "reason": "Speaks Greek", "expected_member_id": str(ana.id)}
    given = as_(boss).post(f"leads/{lead.id}/assignment", asked)
    assert given.json()["assigned_to"] == str(ben.id)
    late = as_(boss).post(f"leads/{lead.id}/assignment", {**asked, "member_id": None})
    assert_problem(late, 409, "conflict")
    assert people.fresh(lead).assigned_to == ben
    back = as_(boss).post(f"leads/{lead.id}/assignment", {"member_id": None, "reason": "Is on leave"})
    assert back.json()["assigned_to"] is None


def test_a_contact_is_noted_once(as_: Any) -> None:
    ana = people.seller("Ana")
    lead = people.lead(assign_to=ana)
    noted = [
        as_(ana).post(f"leads/{lead.id}/contacts", {"channel": "call", "text": "Hi"}, idem="one")
        for _ in range(2)
    ]
    assert [answer.json() for answer in noted] == [{"lead_id": str(lead.id), "renewed": True}] * 2


def test_a_key_for_reading_writes_nothing_and_a_client_sees_no_leads(
    as_: Any, boss: Member, acme: Any
) -> None:
    from tests.ibs import people as ibs

    lead = people.lead()
    reader = as_(boss, "leads:read")
    assert reader.post("leads", {"name": "X", "email": "x@example.com"}, idem="one").status_code == 403
    assert reader.post(f"leads/{lead.id}/contacts", {"channel": "call"}, idem="two").status_code == 403
    assert program(acme, ibs.client("Clara").user, "leads:read").get("leads").status_code == 404
    assert Lead.objects.filter(name="X").count() == 0
