"""What one may not see, one may not ask for: scope and masks in lists, segments and the search over all rooms."""

from typing import Any

import pytest

from atrium.kernel.errors import Conflict, Denied, InvalidInput
from tenants.insight import services as insight
from tenants.insight.finding import search
from tenants.leads.models import Lead
from tenants.leads.services import create_lead
from tenants.lists import services
from tenants.lists.registry import definition_of
from tenants.lists.selectors import columns_for, count, run, segments_for, selected, views_for
from tenants.staff.models import Member, Role
from tenants.staff.services import add_member

pytestmark = pytest.mark.usefixtures("in_acme")
CYPRUS = {"all": [{"field": "country", "is": "CY"}]}


def member(name: str, role: str) -> Member:
    return add_member(email=f"{name}@acme.example", name=name, role=role, desk="Sales desk")


def masked(member: Member, **masks: str) -> Member:
    """The same person, whose role now has these masks."""
    Role.objects.filter(name__in=member.authority.roles).update(masks=masks)
    return Member.objects.get(id=member.id)


@pytest.fixture
def clara() -> Lead:
    lead = create_lead(name="Clara Cole", email="clara@example.com", phone="+35722123456", country="CY")
    insight.rebuild()
    return lead


def found(who: Member, text: str) -> list[str]:
    return [hit.title for group in search(who, text) for hit in group.hits]


@pytest.mark.parametrize("how", ["partly", "hidden"])
def test_by_a_masked_field_nobody_is_found_filtered_or_put_in_order(clara: Lead, how: str) -> None:
    mia = masked(member("Mia", "Administrator"), email=how, phone=how, balance=how)
    leads = definition_of("leads")
    assert found(mia, "clara@example.com") == found(mia, "3456") == []
    assert found(mia, "clara") == ["Clara Cole"]
    for test in (
        {"field": "email", "starts": "c"},
        {"field": "phone", "contains": "3"},
        {"field": "deposits", "at_least": 1},
    ):
        with pytest.raises(InvalidInput, match="There is no field"):
            run(leads, mia, document={"all": [test]})
    assert run(leads, mia, sort="-deposits").sort == "-created"
    assert list(selected(leads, mia, text="clara@example.com")) == []


def test_a_hidden_column_is_none_and_a_partly_masked_one_is_shown_masked(clara: Lead) -> None:
    leads = definition_of("leads")
    assert "email" not in {
        one.code for one in columns_for(leads, masked(member("Mia", "Administrator"), email="hidden"))
    }
    assert "email" in {
        one.code for one in columns_for(leads, masked(member("Max", "Administrator"), email="partly"))
    }


def test_a_colleague_finds_what_is_in_their_scope_only(clara: Lead) -> None:
    sam, boss = member("Sam", "Sales"), member("Bo", "Administrator")
    Lead.objects.filter(id=clara.id).update(assigned_to=boss)
    assert found(boss, "clara") == ["Clara Cole"]
    assert found(sam, "clara") == []
    assert list(selected(definition_of("leads"), sam)) == []
    assert list(selected(definition_of("leads"), sam, ids=[clara.id])) == []


def test_a_segment_is_as_true_as_its_rows_are_now(clara: Lead) -> None:
    ada = member("Ada", "Administrator")
    segment = services.save_segment(by=ada, list_code="leads", name="Island", document=CYPRUS)
    asked = {"all": [{"field": "segment", "is": str(segment.id)}]}
    leads = definition_of("leads")
    assert [row.pk for row in run(leads, ada, document=asked).rows] == [clara.id]
    Lead.objects.filter(id=clara.id).update(country="DE")
    assert run(leads, ada, document=asked).rows == []
    assert str(count(selected(leads, ada, document={"not": asked}))) == "1"


def test_a_segment_in_itself_is_refused_and_one_in_use_is_kept(clara: Lead) -> None:
    ada = member("Ada", "Administrator")
    one = services.save_segment(by=ada, list_code="leads", name="One", document=CYPRUS)
    inner = {"all": [{"field": "segment", "is": str(one.id)}]}
    two = services.save_segment(by=ada, list_code="leads", name="Two", document=inner)
    with pytest.raises(InvalidInput, match="part of itself"):
        services.save_segment(
            by=ada, list_code="leads", name="One", segment_id=one.id,
            document={"all": [{"field": "segment", "is": str(two.id)}]},
        )  # fmt: skip
    with pytest.raises(Conflict, match="“Two” uses this segment"):
        services.forget_segment(by=ada, segment_id=one.id)
    assert segments_for(ada, "leads").count() == 2


def test_a_shared_segment_of_a_masked_field_is_refused_to_those_who_may_not_ask(clara: Lead) -> None:
    ada = member("Ada", "Administrator")
    asked = {"all": [{"field": "email", "starts": "clara"}]}
    segment = services.save_segment(by=ada, list_code="leads", name="C", document=asked, audience="everybody")
    mia = member("Mia", "Sales manager")
    mia = masked(mia, email="partly")
    with pytest.raises(InvalidInput, match="There is no field “email”"):
        run(definition_of("leads"), mia, document={"field": "segment", "is": str(segment.id)})


def test_views_are_shared_with_a_role_a_desk_or_nobody(clara: Lead) -> None:
    ada, sam, fin = member("Ada", "Administrator"), member("Sam", "Sales"), member("Fin", "Finance")
    facts: dict[str, Any] = {"by": ada, "list_code": "clients", "document": {}}
    services.save_view(name="Mine", **facts)
    services.save_view(name="Sellers", audience="roles", audience_ids=["Sales"], **facts)
    services.save_view(name="Desk", audience="desks", audience_ids=[str(sam.desk_id)], **facts)
    services.save_view(name="All", audience="everybody", **facts)
    assert {view.name for view in views_for(ada, "clients")} == {"Mine", "Sellers", "Desk", "All"}
    assert {view.name for view in views_for(sam, "clients")} == {"Sellers", "Desk", "All"}
    assert "Sellers" not in {view.name for view in views_for(fin, "clients")}


def test_who_may_not_share_keeps_for_oneself_and_nobody_changes_anothers(clara: Lead) -> None:
    ada, sam = member("Ada", "Administrator"), member("Sam", "Sales")
    with pytest.raises(Denied, match="does not share"):
        services.save_view(by=sam, list_code="leads", name="X", document={}, audience="everybody")
    view = services.save_view(by=ada, list_code="leads", name="All", document={}, audience="everybody")
    with pytest.raises(Denied, match="belongs to Ada"):
        services.forget_view(by=sam, list_code="leads", view_id=view.id)
    with pytest.raises(Conflict, match="one named “All” already"):
        services.save_view(by=ada, list_code="leads", name="All", document={})
    assert views_for(ada, "leads").count() == 1
