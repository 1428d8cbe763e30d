"""The steps of a request, written down when it is asked and again after each amendment, and opened one by one."""

from datetime import datetime, timedelta

from atrium.kernel import clock
from tenants.staff.models import Role

from .. import choosing
from ..models import Approval, Step
from ..rules import StepPlan


def begin_round(approval: Approval) -> None:
    """Chooses the chain for what is asked now and opens its first step."""
    chosen = choosing.choose(approval, clock.now())
    roles = {str(role.id): role for role in Role.objects.all()} if chosen.names_roles else {}
    for place, plan in enumerate(chosen.steps, start=1):
        _write(approval, place, plan, roles)
    approval.chain_name = chosen.name
    approval.save(update_fields=["chain_name"])
    open_next(approval, clock.now())


def open_next(approval: Approval, at: datetime) -> bool:
    """False when no step is left: the chain has ended."""
    step = approval.steps.filter(round=approval.round, state=Step.State.WAITING).order_by("place").first()
    if step is not None:
        step.state, step.opened_at = Step.State.OPEN, at
        step.due_at = at + timedelta(minutes=step.sla_minutes) if step.sla_minutes else None
        step.save(update_fields=["state", "opened_at", "due_at"])
    approval.due_at, approval.escalated_at = step.due_at if step else None, None
    approval.save(update_fields=["due_at", "escalated_at"])
    return step is not None


def close_all(approval: Approval, at: datetime) -> None:
    """What was still to come does not happen any more."""
    rest = approval.steps.filter(state__in=[Step.State.OPEN, Step.State.WAITING])
    rest.update(state=Step.State.VOID, ended_at=at)


def _write(approval: Approval, place: int, plan: StepPlan, roles: dict[str, Role]) -> None:
    role, rescue = roles.get(plan.role), roles.get(plan.escalate_to)
    # A step whose desk or role is gone is decided by the permission of the kind: nothing waits for nobody.
    lost = (plan.who == "role" and role is None) or (plan.who == "leader" and approval.desk_id is None)
    who = "permission" if lost else plan.who
    Step.objects.create(
        approval=approval,
        round=approval.round,
        place=place,
        who=who,
        permission=(plan.permission or approval.permission) if who == "permission" else "",
        role_id=role.id if role and who == "role" else None,
        role_name=role.name if role and who == "role" else "",
        people=plan.people,
        sla_minutes=plan.sla_minutes,
        escalate_role_id=rescue.id if rescue else None,
        escalate_role_name=rescue.name if rescue else "",
    )
