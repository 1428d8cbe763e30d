"""A plan in the shadow accrues beside the live ones, on the same deals and in the same competition, and without money."""

import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import NotFound, Refused
from atrium.kernel.ids import new_id
from tenants.activity.services import note
from tenants.outbox.services import announce
from tenants.staff.models import Member
from tenants.trading.models import Deal

from .. import rules
from ..gather import commissionable
from ..models import Plan, ShadowCourse
from . import plans, shadow_periods, simulation
from .rows import rows_of, store_in_shadow


@transaction.atomic
def begin_shadow(*, plan_id: uuid.UUID, by: Member) -> Plan:
    """From now on everything that it is paid on is computed with it too. Its document is frozen while it runs."""
    plan = _own(plan_id, by)
    if not plan.may_change:
        raise Refused(f"This plan is {plan.get_status_display().lower()}. Nothing was changed.")
    looks_beyond = rules.looks_beyond(plans.check(plan))
    plan.shadow_lines.all().delete()
    ShadowCourse.objects.filter(plan=plan).delete()
    plan.status, plan.shadow_from, plan.shadow_to = Plan.Status.SHADOW, clock.now(), None
    plan.save(update_fields=["status", "shadow_from", "shadow_to"])
    if looks_beyond:
        ShadowCourse.objects.create(plan=plan, since=plan.shadow_from)
    return _told(plan, "shadowed", f"{by.user.name} put version {plan.version} in the shadow")


@transaction.atomic
def end_shadow(*, plan_id: uuid.UUID, by: Member) -> Plan:
    """It accrues no more. What it gave is kept to be compared."""
    plan = _own(plan_id, by)
    if plan.status != Plan.Status.SHADOW:
        raise Refused("This plan is not in the shadow. Nothing was changed.")
    plan.status, plan.shadow_to = Plan.Status.SIMULATED, clock.now()
    plan.save(update_fields=["status", "shadow_to"])
    return _told(plan, "unshadowed", f"{by.user.name} took version {plan.version} out of the shadow")


def accrue_shadow(*, batch_id: uuid.UUID) -> int:
    """Told again it writes the same lines over themselves. Returns how many there are."""
    return _accrue(Deal.objects.filter(batch_id=batch_id).values_list("id", flat=True))


def correct_shadow(*, deal_ids: Iterable[int]) -> int:
    """Deals that their server changed: without money a line is simply written anew."""
    return _accrue(list(deal_ids))


def _accrue(deal_ids: Iterable[int]) -> int:
    """Plans that look at other deals too hear that something came; the clock computes them (`shadow_periods`)."""
    running = list(Plan.objects.filter(status=Plan.Status.SHADOW).order_by("code", "version"))
    if not running:
        return 0
    ids = list(deal_ids)
    shadow_periods.note(ids)
    by_periods = set(ShadowCourse.objects.values_list("plan_id", flat=True))
    alone = [plan for plan in running if plan.id not in by_periods]
    deals = commissionable(Deal.objects.filter(id__in=ids)) if alone else []
    return sum(_of_plan(plan, ids, deals) for plan in alone)


@transaction.atomic
def _of_plan(plan: Plan, ids: Sequence[int], deals: Sequence[Deal]) -> int:
    begun = plan.shadow_from or clock.now()
    since = [deal for deal in deals if deal.time >= begun]
    plan.shadow_lines.filter(deal_id__in=ids).delete()
    if not since:
        return 0
    piece = simulation.computed(since, plans=simulation.instead(plan))
    if piece.facts is None:
        return 0
    lines = (line for line in piece.lines if line.plan == plan.engine_id)
    return store_in_shadow(plan, rows_of(lines, piece.facts, new_id()))


def _own(plan_id: uuid.UUID, by: Member) -> Plan:
    if not by.allows("rebates.manage"):
        raise NotFound("There is no such plan, or it is not yours to change.")
    return plans.of(plan_id, lock=True)


def _told(plan: Plan, verb: str, text: str) -> Plan:
    note(subject_kind="plan", subject_id=plan.id, verb=verb, text=text)
    announce("plan.changed", plan_id=str(plan.id))
    return plan
