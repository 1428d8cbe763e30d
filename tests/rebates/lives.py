"""Plans and people for the tests of a plan's life: Nina writes plans, Olga agrees to them."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.jobs import services as jobs
from tenants.jobs.models import Job
from tenants.outbox.models import Event as Row
from tenants.outbox.types import Event
from tenants.rebates import services, tasks
from tenants.rebates.models import Plan
from tenants.staff.models import Member
from tenants.staff.services import add_member
from tests.ibs.people import Family
from tests.rebates.market import NOON, account, deal

LEVELS: dict[str, Any] = {
    "base": {"type": "per_lot"},
    "distribution": {"kind": "levels", "rates": ["5", "1"]},
}
DAY = NOON.replace(hour=0)
NEXT_DAY = DAY + timedelta(days=1)
FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)


def nina() -> Member:
    return add_member(email=f"nina-{uuid.uuid4().hex[:6]}@acme.example", name="Nina", role="Partner manager")


def olga() -> Member:
    return add_member(email=f"olga-{uuid.uuid4().hex[:6]}@acme.example", name="Olga", role="Administrator")


def draft(code: str = "per-lot", **changes: Any) -> Plan:
    return services.draft_plan(code=code, name="Next", document={**LEVELS, **changes})


def traded(cast: Family, deals: int = 1, **facts: Any) -> uuid.UUID:
    """Accrued under what is in force."""
    batch, of = uuid.uuid4(), account(cast.clara)
    for _ in range(deals):
        deal(of, batch=batch, **facts)
    services.accrue(batch_id=batch)
    return batch


def worked(job_id: uuid.UUID | None) -> Job:
    assert job_id is not None
    return jobs.work_off(Job.objects.select_related("progress").get(id=job_id))


def decided(approval_id: uuid.UUID | None, by: Member, outcome: str = "approved") -> None:
    """As a person presses the button, and as the outbox tells the room: twice, for it may."""
    assert approval_id is not None
    approvals.decide(approval_id=approval_id, by=by.user.id, outcome=outcome, note="Looked at.")
    tell(approval_id)
    tell(approval_id)


def tell(approval_id: uuid.UUID) -> None:
    for row in Row.objects.filter(kind="approval.decided", payload__approval_id=str(approval_id)):
        tasks.take_plan_decision(Event(row.id, row.kind, row.payload, row.at))


def applied(approval_id: uuid.UUID | None) -> tuple[bool | None, str]:
    assert approval_id is not None
    approval = Approval.objects.get(id=approval_id)
    return approval.applied, approval.result
