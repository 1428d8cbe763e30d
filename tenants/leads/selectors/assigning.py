"""The assignment rules and the colleagues they choose from, gathered for `rules.assigning`."""

import uuid
from typing import Any

from django.db.models import Count

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from atrium.rulebook import Node, describe, parse
from tenants.staff.authorities import desks_below
from tenants.staff.models import Member
from tenants.staff.selectors import members_active, members_with_authority

from ..models import AssignmentRule, Capacity, Lead
from ..rules import facts
from ..rules.assigning import Assigner, Candidate, Choice, Rule
from ..rules.status import OPEN


def assigner(**changed: Any) -> Assigner:
    """As things are now. Whoever gives leads by it holds `services.assigning.alone` first, or two would take one turn."""
    return Assigner(rules=_rules(), candidates=candidates(), **changed)


def try_rules(**about: Any) -> Choice:
    """Who would get a lead like this, and why; nothing changes by asking."""
    return assigner().choose(facts.of_lead(**about), now=clock.now())


def candidates() -> list[Candidate]:
    """Colleagues who take leads and may see leads now, with what they have open."""
    takers = members_active().filter(takes_leads=True).order_by("user__name", "id")
    members = [member for member in members_with_authority(takers) if member.allows("leads.view")]
    ids = [member.id for member in members]
    loads, limits = open_leads(ids), Capacity.objects.in_bulk(ids)
    return [
        _candidate(member, loads.get(member.id, 0), limits.get(member.id) or Capacity()) for member in members
    ]


def open_leads(member_ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = Lead.objects.filter(assigned_to__in=member_ids, status__in=OPEN, merged_into=None)
    return dict(rows.order_by().values_list("assigned_to").annotate(open=Count("*")))  # from the index alone


def _candidate(member: Member, load: int, limit: Capacity) -> Candidate:
    desk = member.desk
    return Candidate(
        member_id=member.id,
        name=str(member),
        desk_id=member.desk_id,
        desk_name=desk.name if desk else "",
        countries=tuple(desk.countries) if desk else (),
        languages=tuple(desk.languages) if desk else (),
        open_leads=load,
        most_open=limit.most_open,
        weight=limit.weight,
    )


def _rules() -> list[Rule]:
    rows = AssignmentRule.objects.filter(is_on=True).select_related("desk").order_by("place", "id")
    return [_rule(row) for row in rows]


def _rule(row: AssignmentRule) -> Rule:
    node = condition_of(row)
    return Rule(
        id=row.id,
        name=row.name,
        of_desk=row.of_desk_id,
        condition=node,
        said=describe(node),
        gives=row.gives,
        strategy=row.strategy,
        desk_id=row.desk_id,
        desk_name=row.desk.name if row.desk else "",
        desk_ids=desks_below(row.desk_id) if row.desk_id else frozenset(),
        member_id=row.member_id,
        turns={key: int(count) for key, count in row.turns.items()},
    )


def condition_of(row: AssignmentRule) -> Node:
    """A rule that was written for a field that is gone holds for nobody; its page says so."""
    try:
        return parse(row.condition, facts.FIELDS)
    except InvalidInput:
        return parse({"not": {}}, facts.FIELDS)


def condition_words(row: AssignmentRule) -> str:
    try:
        return describe(parse(row.condition, facts.FIELDS))
    except InvalidInput as error:
        return f"not understood any more: {error.message}"
