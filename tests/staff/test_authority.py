"""What several roles add up to, and when it ends."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from atrium.kernel import clock
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for
from tenants.leads.services import create_lead
from tenants.staff.authority import Authority, Grant
from tenants.staff.masking import shown
from tenants.staff.models import Desk, Member, Role
from tenants.staff.selectors import member_of, members_active, members_with_authority
from tenants.staff.services import add_member, appoint, end_appointment, end_membership, open_desk

EAST, WEST = uuid.uuid4(), uuid.uuid4()


def authority(*grants: Grant) -> Authority:
    return Authority(uuid.uuid4(), grants)


def grant(*permissions: str, scopes: tuple[str, ...] = (), **more: Any) -> Grant:
    return Grant("Role", frozenset(permissions), frozenset(scopes), **more)


def test_each_permission_keeps_the_scope_of_the_role_that_gives_it() -> None:
    both = authority(grant("leads.view", scopes=("all",)), grant("finance.view", scopes=("own",)))
    leads, finance = both.scope("leads.view"), both.scope("finance.view")
    assert leads is not None
    assert leads.everything
    assert finance is not None
    assert not finance.everything
    assert finance.own
    assert both.scope("kyc.view") is None


def test_desk_scopes_add_up_and_a_pool_is_that_of_the_roles_own_desk() -> None:
    both = authority(
        grant("leads.view", scopes=("desk",), desk_ids=frozenset({EAST})),
        grant("leads.view", scopes=("unassigned",), desk_ids=frozenset({WEST})),
    )
    scope = both.scope("leads.view")
    assert scope is not None
    assert (scope.desk_ids, scope.pool_desk_ids, scope.unassigned) == ({EAST}, {WEST}, True)


def test_the_least_strict_mask_and_the_largest_limit_hold() -> None:
    strict = grant(
        "payouts.approve", masks={"email": "hidden", "phone": "partly"}, limits={"payouts.approve": 1_000_00}
    )
    loose = grant("payouts.approve", masks={"email": "partly"}, limits={"payouts.approve": 5_000_00})
    both = authority(strict, loose)
    assert (both.mask("email"), both.mask("phone")) == ("partly", "")
    assert both.limit("payouts.approve") == 5_000_00
    assert authority(strict, grant("*")).limit("payouts.approve") is None
    assert authority(strict).limit("kyc.decide") == 0
    assert authority().mask("email") == "hidden"


@pytest.mark.parametrize(
    ("value", "how", "field", "seen"),
    [
        ("clara@example.com", "partly", "email", "c•••@e•••.com"),
        ("clara@example.com", "hidden", "email", "•••••"),
        ("+35722123456", "partly", "phone", "•••56"),
        ("1990-04-12", "partly", "birth_date", "1990-••-••"),
        ("AB12", "partly", "document", "•••••"),
        ("1,000.00 USD", "partly", "balance", "•••••"),
        ("", "hidden", "email", ""),
        (None, "hidden", "email", ""),
        ("clara@example.com", "", "email", "clara@example.com"),
    ],
)
def test_a_masked_value_tells_no_more_than_it_may(value: Any, how: str, field: str, seen: str) -> None:
    assert shown(value, how, field) == seen


def test_authority_begins_and_ends_with_the_appointment(in_acme: Any) -> None:
    sam = add_member(email="sam@acme.example", name="Sam", role="Sales")
    now = clock.now()
    finance = appoint(member=sam, role=role("Finance"), active_from=now + timedelta(hours=1))
    assert fresh(sam).allows("leads.view")
    assert not fresh(sam).allows("finance.view")
    assert fresh(sam).authority.until == finance.active_from
    end_membership(sam)
    assert member_of(sam.user) is None
    assert sam not in members_active()


def test_one_role_may_end_while_another_stays(in_acme: Any) -> None:
    sam = add_member(email="sam@acme.example", name="Sam", role="Sales")
    extra = appoint(member=sam, role=role("Finance"))
    assert fresh(sam).roles_label == "Sales, Finance"
    end_appointment(extra)
    assert fresh(sam).roles_label == "Sales"
    assert not fresh(sam).allows("finance.view")


def test_a_team_leader_sees_the_desk_and_below_and_nobody_elses(in_acme: Any) -> None:
    europe = open_desk(name="Europe")
    spain = open_desk(name="Spain", parent=europe)
    asia = open_desk(name="Asia")
    lena = add_member(email="lena@acme.example", name="Lena", role="Team leader", desk="Europe")
    ours, below, theirs = (lead_at(desk) for desk in (europe, spain, asia))
    seen = set(leads_for(fresh(lena)))
    assert {ours, below} <= seen
    assert theirs not in seen


def test_sales_sees_own_leads_and_the_pool_of_the_own_desk(in_acme: Any) -> None:
    europe, asia = open_desk(name="Europe"), open_desk(name="Asia")
    sam = add_member(email="sam@acme.example", name="Sam", role="Sales", desk="Europe")
    bob = add_member(email="bob@acme.example", name="Bob", role="Sales", desk="Europe")
    mine, bobs = lead_at(europe, sam), lead_at(europe, bob)
    pool, far = lead_at(europe), lead_at(asia)
    assert set(leads_for(fresh(sam))) == {mine, pool}
    assert bobs not in leads_for(fresh(sam))
    assert far not in leads_for(fresh(sam))


def test_the_authority_of_a_hundred_colleagues_costs_three_queries(
    in_acme: Any, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        add_member(email=f"m{number}@acme.example", name=f"M {number}", role="Sales", desk="Sales desk")
    with django_assert_num_queries(3):
        assert sum(member.allows("leads.view") for member in members_with_authority()) >= 13


def role(name: str) -> Role:
    return Role.objects.get(name=name)


def fresh(member: Member) -> Member:
    found = member_of(member.user)
    assert found is not None
    return found


def lead_at(desk: Desk, member: Member | None = None) -> Lead:
    lead = create_lead(name="A Lead", email=f"{uuid.uuid4().hex}@example.com")
    lead.desk, lead.assigned_to = desk, member
    lead.save()
    return lead
