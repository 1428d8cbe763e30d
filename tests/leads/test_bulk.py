"""An import makes many leads at once: by the same rules, numbered without gaps, and never twice."""

import uuid
from collections import Counter
from typing import Any

import pytest

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, Refused
from tenants.leads.models import Lead, StatusChange
from tenants.leads.services import bulk_create, limit_member, save_assignment_rule
from tenants.leads.types import NewLead
from tenants.outbox.models import Event
from tenants.search.models import Entry as Found
from tenants.staff.models import Member
from tenants.staff.services import end_membership

from . import people

pytestmark = pytest.mark.usefixtures("in_acme")


def rows(count: int, start: int = 1, **facts: Any) -> list[NewLead]:
    return [
        NewLead(line=at, name=f"Lead {at}", email=f"l{at}@example.com", **facts)
        for at in range(start, start + count)
    ]


def bring(some: list[NewLead], **more: Any) -> list[Any]:
    return bulk_create(some, **{"by": None, "source": "import", "key_prefix": "job-1", **more})


def test_all_are_there_numbered_scored_found_and_told_in_one_event() -> None:
    first = people.lead().number
    ids = bring(rows(30, phone="+357 22 123456"))
    made = list(Lead.objects.filter(id__in=ids).order_by("number"))
    assert [lead.number for lead in made] == list(range(first + 1, first + 31))
    assert [lead.id for lead in made] == ids
    assert {(lead.country, lead.source) for lead in made} == {("CY", "import")}
    assert {lead.score for lead in made} == {20}  # can be called, and is new
    assert StatusChange.objects.filter(lead__in=ids, fact="registered").count() == 30
    assert Found.objects.filter(subject_id__in=ids).count() == 30
    (event,) = Event.objects.filter(kind="leads.created")
    assert event.payload["lead_ids"] == [str(lead_id) for lead_id in ids]


def test_told_twice_it_makes_nothing_twice() -> None:
    ids = bring(rows(5))
    assert bring(rows(7)) == [*ids, *Lead.objects.order_by("number").values_list("id", flat=True)[5:7]]
    assert Lead.objects.count() == 7
    assert bring(rows(5), key_prefix="job-2") != ids


def test_the_rules_give_them_in_turn_and_never_over_capacity() -> None:
    people.nobody_takes_leads()
    desk = people.desk("Madrid")
    ana, ben = people.seller("Ana", desk), people.seller("Ben", desk)
    limit_member(member=ben, most_open=3, weight=1)
    save_assignment_rule(name="All", gives="share", desk=desk, strategy="round_robin")
    bring(rows(12))
    assert Counter(Lead.objects.values_list("assigned_to", flat=True)) == {ana.id: 9, ben.id: 3}
    assert not Lead.objects.filter(protected_until=None).exists()


def test_to_one_colleague_to_the_pool_or_as_the_row_says() -> None:
    ana, ben = people.seller("Ana"), people.seller("Ben")
    bring(rows(2), assignment=ana)
    bring([NewLead(line=9, name="Named", manager_id=ben.id), *rows(1, 10)], assignment="pool")
    by_name = dict(Lead.objects.values_list("name", "assigned_to"))
    assert by_name == {"Lead 1": ana.id, "Lead 2": ana.id, "Named": ben.id, "Lead 10": None}


def test_a_bad_number_or_a_colleague_without_a_role_makes_nothing() -> None:
    ana = people.seller("Ana")
    with pytest.raises(InvalidInput, match="no telephone number"):
        bring([*rows(3), NewLead(line=4, name="Bad", phone="call me")])
    end_membership(ana)
    with pytest.raises(Refused, match="Ana has no role now"):
        bring(rows(3), assignment=Member.objects.get(id=ana.id))
    assert Lead.objects.count() == 0


def test_a_thousand_cost_as_many_statements_as_ten(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(40):
        bring(rows(10))
    with django_assert_max_num_queries(40):
        bring(rows(400, 100))


def test_a_lead_made_like_another_is_as_if_made_by_itself() -> None:
    facts: dict[str, Any] = {
        "id": uuid.uuid4(),
        "number": 7,
        "name": "Clara",
        "campaign": {},
        "country": "CY",
    }
    pattern = Lead(created_at=clock.now())
    alike, plain = pattern.like(**facts), Lead(created_at=pattern.created_at, **facts)

    assert {**alike.__dict__, "_state": None} == {**plain.__dict__, "_state": None}
    assert (alike._state.adding, alike._state.db) == (True, None)
    alike.desk_id = uuid.uuid4()
    assert pattern.desk_id is None
    alike.desk_id = None
    alike.save()
    assert pattern._state.adding
    assert Lead.objects.get(id=facts["id"]).name == "Clara"
