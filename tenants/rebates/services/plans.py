"""Plans: drafted, changed, published, ended. A published plan is never edited; its next version is another row."""

import uuid
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from atrium.brokers.types import BrokerOrder
from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.activity.services import note
from tenants.ibs.models import Partner
from tenants.outbox.services import announce
from tenants.rebates import engine
from tenants.trading.models import Symbol

from .. import rules
from ..models import Plan

LEVELS: Final[dict[str, Any]] = {
    "base": {"type": "per_lot"},
    "distribution": {"kind": "levels", "rates": ["10", "4", "2"]},
}
"""10 / 4 / 2 a lot for the direct partner, the one above and the one above that."""

GAP: Final[dict[str, Any]] = {
    "base": {"type": "pips"},
    "distribution": {"kind": "gap", "ranks": {"0": "0.4", "1": "0.6", "2": "0.8"}},
}
"""Each rank has its pips; a partner gets what its rank has above the highest below it."""

VENDOR: Final = "vendor"
GAP_HOUSES: Final = ("tealwave", "gap")

DEFAULTS: Final = {
    "levels": ("per-lot", "Per lot, three levels", LEVELS),
    "gap": ("pips-gap", "Pips by rank", GAP),
}


@transaction.atomic
def draft_plan(*, code: str, name: str, document: dict[str, Any]) -> Plan:
    """The next version of that code. `document` is a plan of a scenario, without id and dates."""
    _refuse_own_fields(document)
    latest = Plan.objects.filter(code=code).aggregate(latest=Max("version"))["latest"] or 0
    plan = Plan(code=code, version=latest + 1, name=name, document=document)
    check(plan)
    plan.save(force_insert=True)
    note(subject_kind="plan", subject_id=plan.id, verb="drafted", text=f"Draft of {_named(plan)}")
    return plan


@transaction.atomic
def change_draft(*, plan_id: uuid.UUID, name: str, document: dict[str, Any]) -> Plan:
    """A draft that was tried is a draft again: what was tried is no longer what it says."""
    plan = of(plan_id, lock=True)
    _refuse_own_fields(document)
    if not plan.may_change:
        raise Refused(
            f"{_named(plan)} is {plan.get_status_display().lower()} and no longer changed. Draft its next version instead."
        )
    if (plan.name, plan.document) == (name, document):
        return plan
    plan.name, plan.document, plan.status = name, document, Plan.Status.DRAFT
    check(plan)
    plan.save(update_fields=["name", "document", "status"])
    note(subject_kind="plan", subject_id=plan.id, verb="changed", text=f"{_named(plan)} changed")
    return plan


@transaction.atomic
def discard_draft(*, plan_id: uuid.UUID) -> None:
    """With everything that was tried of it. What accrued in the shadow of another plan is kept by keeping the plan."""
    plan = of(plan_id, lock=True)
    if not plan.may_change or plan.shadow_from:
        raise Refused("Only a draft that never ran is thrown away. Nothing was changed.")
    note(subject_kind="plan", subject_id=plan.id, verb="discarded", text=f"{_named(plan)} thrown away")
    plan.delete()


@transaction.atomic
def publish_plan(*, plan_id: uuid.UUID, valid_from: datetime | None = None) -> Plan:
    """In force from that moment (none: always was). The version before it ends there."""
    plan = of(plan_id, lock=True)
    if plan.status == Plan.Status.PUBLISHED:
        return plan
    refuse_unpublishable(plan)
    for before in Plan.objects.filter(code=plan.code, status=Plan.Status.PUBLISHED, valid_to=None):
        if valid_from is None or (before.valid_from is not None and before.valid_from >= valid_from):
            raise Refused(
                f"{before} is in force already. Choose a later moment to begin.", field="valid_from"
            )
        Plan.objects.filter(id=before.id).update(valid_to=valid_from)
    plan.status, plan.published_at, plan.valid_from = Plan.Status.PUBLISHED, clock.now(), valid_from
    plan.save(update_fields=["status", "published_at", "valid_from"])
    note(subject_kind="plan", subject_id=plan.id, verb="published", text=_named(plan))
    announce("plan.changed", plan_id=str(plan.id))
    return plan


@transaction.atomic
def end_plan(*, plan_id: uuid.UUID, at: datetime | None = None) -> Plan:
    """From that moment the plan pays nothing. Not in the past: what was earned stays."""
    at = (at or clock.now()).replace(microsecond=0)
    plan = Plan.objects.select_for_update().filter(id=plan_id, status=Plan.Status.PUBLISHED).first()
    if plan is None:
        raise NotFound("There is no such published plan.")
    if plan.valid_to is not None or at < clock.now().replace(microsecond=0):
        raise Refused("A plan ends once, now or later. Nothing was changed.", field="at")
    plan.valid_to = at
    plan.save(update_fields=["valid_to"])
    return plan


@transaction.atomic
def create_default_plan(*, kind: str = "levels", currency: str = "USD") -> Plan:
    """What a new broker begins with: `levels` (10 / 4 / 2 a lot) or `gap` (pips by rank). Told again it changes nothing."""
    code, name, document = DEFAULTS[kind]
    published = Plan.objects.filter(code=code, status=Plan.Status.PUBLISHED).first()
    if published is not None:
        return published
    plan = draft_plan(code=code, name=name, document={**document, "currency": currency})
    return publish_plan(plan_id=plan.id)


def _refuse_own_fields(document: dict[str, Any]) -> None:
    for field in ("plan", "from", "to"):
        if field in document:
            raise InvalidInput(
                f"“{field}” is not written in the document: the plan's code and dates are its own fields.",
                field=field,
            )


def _named(plan: Plan) -> str:
    return f"{plan.name}, version {plan.version}"


def furnish(order: BrokerOrder) -> None:
    """A new broker's house has one plan, in its own currency."""
    if order.preset == VENDOR:
        return
    create_default_plan(kind="gap" if order.preset in GAP_HOUSES else "levels", currency=order.currency)


def of(plan_id: uuid.UUID, *, lock: bool = False) -> Plan:
    rows = Plan.objects.select_for_update() if lock else Plan.objects.all()
    plan = rows.filter(id=plan_id).first()
    if plan is None:
        raise NotFound("There is no such plan.")
    return plan


def refuse_unpublishable(plan: Plan) -> None:
    check(plan)


def check(plan: Plan) -> Any:
    """The plan as the engine reads it, or every fault of it in one refusal."""
    symbols = set(Symbol.objects.values_list("symbol", flat=True))
    partners = {str(number) for number in Partner.objects.values_list("number", flat=True)}
    try:
        return rules.parse_plan(plan.document, code=plan.engine_id, symbols=symbols, partners=partners)
    except engine.BadDocument as bad:
        faults = "; ".join(str(fault).removeprefix("plans[0].") for fault in bad.faults)
        raise InvalidInput(f"The plan cannot be read: {faults}.", field="document") from bad
