"""A plan is published by two people: one asks, another agrees. What was agreed to is what is published, to the letter."""

import hashlib
import json
import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, NotFound, Refused
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.outbox.services import announce
from tenants.staff.models import Member

from ..models import Plan, WhatIf
from . import plans

KIND = "plan"
_OPEN = (Plan.Status.DRAFT, Plan.Status.SIMULATED)


@transaction.atomic
def ask_to_publish(*, plan_id: uuid.UUID, by: Member, valid_from: datetime | None = None) -> Plan:
    """From then on it is frozen. `valid_from` none: from the moment of the approval."""
    if not by.allows("rebates.manage"):
        raise NotFound("There is no such plan, or it is not yours to publish.")
    plan = plans.of(plan_id, lock=True)
    if plan.status not in _OPEN:
        raise Refused(f"This plan is {plan.get_status_display().lower()}. Nothing was asked for.")
    plans.refuse_unpublishable(plan)
    plan.status, plan.valid_from = Plan.Status.PENDING, valid_from
    plan.approval_id = approvals.ask(
        kind=KIND,
        subject_id=plan.id,
        title=f"Publish {plan.name}, version {plan.version}",
        facts=_facts(plan),
        permission="rebates.approve",
        requested_by=by.user.id,
    ).id
    plan.save(update_fields=["status", "valid_from", "approval_id"])
    _tell(plan, "asked", f"{by.user.name} asked to publish version {plan.version}")
    return plan


def take_plan_decision(*, plan_id: uuid.UUID, approval_id: uuid.UUID, outcome: str) -> Plan:
    """After `approval.decided`, once however often it is told."""
    with transaction.atomic():
        plan = plans.of(plan_id, lock=True)
        if plan.approval_id != approval_id or plan.status != Plan.Status.PENDING:
            return plan
        if outcome != "approved":
            return _back_to_draft(plan, "Taken back" if outcome == "withdrawn" else "Refused")
        try:
            with transaction.atomic():
                if approvals.approved(approval_id=approval_id).facts["document"] != fingerprint(
                    plan.document
                ):
                    raise Refused("What was approved is not what this plan says now.")
                published = plans.publish_plan(plan_id=plan.id, valid_from=_beginning(plan))
        except AtriumError as refusal:
            approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
            return _back_to_draft(plan, refusal.message)
        approvals.note_result(approval_id=approval_id, done=True, text="Published")
        return published


def _beginning(plan: Plan) -> datetime:
    """A plan that begins in the past is computed for deals from then on only by a recalculation of that time."""
    return plan.valid_from or clock.now().replace(microsecond=0)


def _back_to_draft(plan: Plan, why: str) -> Plan:
    tried = plan.what_ifs.filter(state=WhatIf.State.DONE, document=plan.document).exists()
    plan.status = Plan.Status.SIMULATED if tried else Plan.Status.DRAFT
    plan.valid_from, plan.approval_id = None, None
    plan.save(update_fields=["status", "valid_from", "approval_id"])
    _tell(plan, "returned", f"{why} It is a draft again; nothing of it was lost.")
    return plan


def _facts(plan: Plan) -> dict[str, Any]:
    """What the second person decides from. `document` binds the decision to every word of the plan."""
    before = Plan.objects.filter(code=plan.code, status=Plan.Status.PUBLISHED, valid_to=None).first()
    return {
        "plan": f"{plan.name}, version {plan.version}",
        "base": plan.document["base"]["type"],
        "distribution": plan.document["distribution"]["kind"],
        "begins": plan.valid_from.strftime("%Y-%m-%d %H:%M UTC") if plan.valid_from else "when approved",
        "replaces": f"version {before.version}" if before else "",
        "tried": _tried(plan),
        "document": fingerprint(plan.document),
    }


def fingerprint(document: Any) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _tried(plan: Plan) -> str:
    """The last what-if of exactly this document that had ended when it was asked."""
    ended = plan.what_ifs.filter(state=WhatIf.State.DONE, document=plan.document)
    run = ended.order_by("-ended_at").first()
    if run is None:
        return ""
    period = f"{run.since:%Y-%m-%d} to {run.until:%Y-%m-%d}"
    return (
        f"{period}: {run.cost:.2f} instead of {run.cost_before:.2f} {run.currency}, margin {run.margin:.2f}"
    )


def _tell(plan: Plan, verb: str, text: str) -> None:
    note(subject_kind="plan", subject_id=plan.id, verb=verb, text=text)
    announce("plan.changed", plan_id=str(plan.id))
