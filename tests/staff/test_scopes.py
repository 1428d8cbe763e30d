"""`covers` says of one row and a member what `within` says of a query: one rule, asked two ways."""

import uuid

import pytest

from tenants.leads.models import Lead, Participation
from tenants.staff.models import Desk, Member, Role
from tenants.staff.permissions import SCOPES
from tenants.staff.scopes import Belongs, Reach, covers, within
from tenants.staff.services import add_member, open_desk

pytestmark = pytest.mark.usefixtures("in_acme")


def _world() -> tuple[list[Member], list[Desk | None]]:
    top = open_desk(name="Top")
    below = open_desk(name="Below", parent=top)
    other = open_desk(name="Other")
    desks = [top, below, other, None]
    members = []
    for number, scopes in enumerate(
        [(), *((scope,) for scope in SCOPES), ("desk", "unassigned"), ("own", "participating")]
    ):
        role = Role.objects.create(name=f"Role {number}", permissions=["leads.view"], scopes=list(scopes))
        for desk in desks:
            members.append(
                add_member(
                    email=f"{uuid.uuid4().hex}@acme.example",
                    name="M",
                    role=role.name,
                    desk=desk.name if desk else "",
                )
            )
    return members, desks


def test_a_row_is_covered_exactly_where_the_query_finds_it() -> None:
    members, desks = _world()
    leads: list[tuple[Lead, Belongs]] = []
    some = members[:: len(members) // 6]
    for number, (assigned, desk) in enumerate((a, d) for a in [None, *some] for d in desks):
        lead = Lead.objects.create(number=900_000 + number, name="L", assigned_to=assigned, desk=desk)
        taking_part = frozenset({members[number % len(members)].id}) if number % 3 == 0 else frozenset()
        _take_part(lead, taking_part)
        leads.append(
            (lead, Belongs(assigned.id if assigned else None, desk.id if desk else None, taking_part))
        )
    seen, reach = 0, Reach(members, "leads.view")
    reached = {lead.id: [member.id for member in reach.of(row)] for lead, row in leads}
    for member in members:
        found = set(
            within(Lead.objects.filter(number__gte=900_000), member, "leads.view").values_list(
                "id", flat=True
            )
        )
        for lead, row in leads:
            assert covers(member, "leads.view", row) == (lead.id in found), (member.authority, row)
            assert reached[lead.id].count(member.id) == (lead.id in found), (member.authority, row)
        seen += len(found)
    assert 0 < seen < len(members) * len(leads)


def _take_part(lead: Lead, members: frozenset[uuid.UUID]) -> None:
    for member in members:
        Participation.objects.create(lead=lead, member_id=member, part="second manager")


def test_without_the_permission_nothing_is_covered() -> None:
    member = add_member(email="x@acme.example", name="X", role="Sales")
    assert not covers(member, "finance.view", Belongs(assigned=member.id))
    assert covers(member, "leads.view", Belongs(assigned=member.id))
