"""One request in words: what is asked, who may decide it, what happened to it so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from atrium.kernel import clock
from portals.staff_console.approvals.listing import due_words
from tenants.approvals import rules, selectors
from tenants.approvals.kinds import Fact, Kind, kind_of, shown_facts
from tenants.approvals.models import Amendment, Approval, Decision, Step
from tenants.clients.selectors import clients_for
from tenants.staff.masking import shown
from tenants.staff.models import Desk, Member
from tenants.staff.permissions import CATALOGUE

_LABELS: Final = {permission.code: permission.label for permission in CATALOGUE}


@dataclass(frozen=True, slots=True)
class ShownFact:
    label: str
    value: str
    was: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    place: int
    who: str
    people: int
    state: str
    due_at: datetime | None
    due: str
    is_overdue: bool
    escalated_to: str
    decisions: Sequence[Decision]
    could: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownAmendment:
    by: str
    at: datetime
    note: str
    changes: Sequence[ShownFact]


def whole(member: Member, approval: Approval) -> dict[str, Any]:
    kind = kind_of(approval.kind)
    standing = selectors.standing_of(member.user, approval)
    return {
        "approval": approval,
        "kind": kind,
        "kind_label": _(kind.label),
        "applied_by": _(kind.applied_by) if kind.applied_by else "",
        "facts": facts_of(member, kind, approval.facts),
        "client": _client(member, approval),
        "desk": Desk.objects.filter(id=approval.desk_id).first() if approval.desk_id else None,
        "steps": steps_of(approval),
        "amendments": [_amendment(member, kind, row) for row in selectors.amendments_of(approval)],
        "void": [row for row in selectors.decisions_of(approval) if row.is_void],
        "standing": standing,
        "is_own": standing.may_withdraw,
        "is_overdue": approval.state == Approval.State.PENDING
        and rules.overdue(approval.due_at, clock.now()),
    }


def facts_of(member: Member, kind: Kind, facts: Mapping[str, Any]) -> list[ShownFact]:
    """As this colleague may see them: a masked field stays masked here too."""
    return [
        ShownFact(_(fact.label), _masked(member, fact, now), _masked(member, fact, was))
        for fact, now, was in shown_facts(kind, facts)
    ]


def steps_of(approval: Approval) -> list[ShownStep]:
    decided = [row for row in selectors.decisions_of(approval) if not row.is_void]
    return [_step(approval, step, decided) for step in selectors.steps_of(approval)]


def _step(approval: Approval, step: Step, decided: Sequence[Decision]) -> ShownStep:
    is_open = step.state == Step.State.OPEN
    return ShownStep(
        place=step.place,
        who=_who(step),
        people=step.people,
        state=step.state,
        due_at=step.due_at,
        due=due_words(step.due_at, clock.now()),
        is_overdue=is_open and rules.overdue(step.due_at, clock.now()),
        escalated_to=step.escalate_role_name if step.escalated_at else "",
        decisions=[row for row in decided if row.step_id == step.id],
        could=[str(one) for one in selectors.who_could(approval, step)] if is_open else [],
    )


def _who(step: Step) -> str:
    if step.who == "role":
        return _("Role “%(role)s”") % {"role": step.role_name}
    if step.who == "leader":
        return _("Leader of the desk")
    return _(_LABELS.get(step.permission, step.permission))


def _amendment(member: Member, kind: Kind, row: Amendment) -> ShownAmendment:
    facts = {fact.code: fact for fact in kind.facts}
    changes = [
        ShownFact(
            _(facts[code].label) if code in facts else code.replace("_", " ").capitalize(),
            _masked(member, facts.get(code), now),
            _masked(member, facts.get(code), was),
        )
        for code, (was, now) in rules.changes_between(row.before, row.after).items()
        if code not in facts or facts[code].type != "hidden"
    ]
    return ShownAmendment(str(row.by), row.at, row.note, changes)


def _masked(member: Member, fact: Fact | None, value: str) -> str:
    if fact is None or not fact.mask:
        return value
    return shown(value, member.authority.mask(fact.mask), fact.mask)


def _client(member: Member, approval: Approval) -> Any:
    if approval.client_id is None or not member.allows("clients.view"):
        return None
    return clients_for(member).filter(id=approval.client_id).first()
