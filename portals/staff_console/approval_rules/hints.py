"""What is still missing before the rules can work: steps that nobody may decide, or one person alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from atrium.kernel import clock
from tenants.approvals.choosing import plans_of
from tenants.approvals.kinds import Kind
from tenants.approvals.models import Chain
from tenants.approvals.rules import StepPlan
from tenants.staff.authorities import in_force
from tenants.staff.models import Appointment, Member, Role
from tenants.staff.permissions import CATALOGUE
from tenants.staff.selectors import members_with_authority

LABELS = {permission.code: permission.label for permission in CATALOGUE}


@dataclass(frozen=True, slots=True)
class House:
    """Who could decide what, read once a page."""

    members: Sequence[Member]
    role_names: dict[str, str]
    holders: dict[str, set[Any]]
    leaders: set[Any]

    def deciders(self, plan: StepPlan) -> set[Any]:
        if plan.who == "permission":
            return {member.id for member in self.members if member.allows(plan.permission)}
        if plan.who == "role":
            return self.holders.get(plan.role, set())
        return self.leaders

    def named(self, plan: StepPlan) -> str:
        if plan.who == "permission":
            return _(LABELS.get(plan.permission, plan.permission))
        if plan.who == "role":
            return _("Role “%(role)s”") % {"role": self.role_names.get(plan.role, _("no longer there"))}
        return _("Leader of the desk")


def house() -> House:
    held: dict[str, set[Any]] = {}
    leaders = set()
    for row in Appointment.objects.filter(in_force(clock.now()), member__user__is_active=True):
        held.setdefault(str(row.role_id), set()).add(row.member_id)
        if row.is_leader:
            leaders.add(row.member_id)
    names = {str(pk): name for pk, name in Role.objects.values_list("id", "name")}
    return House(members_with_authority(), names, held, leaders)


def of_kind(kind: Kind, chains: Iterable[Chain], known: House) -> list[str]:
    default = StepPlan("permission", permission=kind.permission)
    found = _of_steps((default,), known, _("Without a chain of its own"))
    for chain in chains:
        found += _of_steps(plans_of(chain.steps), known, chain.name)
    return list(dict.fromkeys(found))


def _of_steps(plans: Sequence[StepPlan], known: House, where: str) -> list[str]:
    found = []
    for plan in plans:
        deciders = known.deciders(plan)
        words = {"where": where, "who": known.named(plan), "need": plan.people}
        if not deciders:
            found.append(
                _("%(where)s: nobody here is “%(who)s”, so such a request would wait for ever.") % words
            )
        elif len(deciders) < plan.people:
            found.append(
                _("%(where)s: %(need)s people are needed as “%(who)s”, and there are fewer.") % words
            )
        elif len(deciders) == 1:
            found.append(
                _(
                    "%(where)s: one person alone is “%(who)s”; what they ask for themselves nobody could check."
                )
                % words
            )
    together = set().union(*(known.deciders(plan) for plan in plans))
    if len(plans) > 1 and len(together) < sum(plan.people for plan in plans):
        found.append(
            _("%(where)s: nobody decides two steps, and there are too few people for all of them.")
            % {"where": where}
        )
    return found
