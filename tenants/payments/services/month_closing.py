"""A month's books are shut when everything in them adds up, and opened again by two people with a reason."""

import calendar
import uuid
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.ledger import selectors as ledger
from tenants.ledger import services as ledger_services
from tenants.ledger.models import Account, Day
from tenants.outbox.services import announce
from tenants.staff.models import Member

from ..models import Case, Correction, MonthClose, Reconciliation
from ..types import Check

KIND = "period_reopen"


def last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def checklist(month: date) -> list[Check]:
    """Everything that must hold before the month is closed, and how it stands."""
    end = datetime.combine(last_day(month) + timedelta(days=1), time.min, UTC)
    return [
        Check("over", end <= clock.now(), f"{last_day(month):%d %b %Y}"),
        _adds_up(),
        _suspense(),
        _cases(end),
        _corrections(),
        _reconciled(end),
        _sealed(month),
    ]


def _adds_up() -> Check:
    totals: dict[str, int] = {}
    for line in ledger.trial_balance():
        totals[line.total.currency] = totals.get(line.total.currency, 0) + line.total.amount_minor
    wrong = sorted(currency for currency, total in totals.items() if total)
    return Check("zero", not wrong, ", ".join(wrong or sorted(totals)))


def _suspense() -> Check:
    names = Account.objects.filter(kind="suspense").values_list("address", flat=True)
    left = [one.posted for one in ledger.balances(names).values() if one.posted]
    return Check("suspense", not left, ", ".join(str(money) for money in left))


def _cases(end: datetime) -> Check:
    count = Case.objects.exclude(state=Case.State.CLOSED).filter(since__lt=end).count()
    return Check("cases", not count, str(count))


def _corrections() -> Check:
    count = Correction.objects.filter(state=Correction.State.ASKED).count()
    return Check("corrections", not count, str(count))


def _reconciled(end: datetime) -> Check:
    run = Reconciliation.objects.filter(started_at__gte=end, state="done").order_by("-started_at").first()
    return Check("reconciled", run is not None, f"{run.started_at:%d %b %Y %H:%M} UTC" if run else "")


def _sealed(month: date) -> Check:
    day = last_day(month)
    return Check("sealed", Day.objects.filter(day=day).exists(), f"{day:%d %b %Y}")


@transaction.atomic
def close_month(*, month: date, by: Member) -> MonthClose:
    """Nothing is booked into it from now on. Every line of the checklist must hold."""
    if not by.allows("finance.close"):
        raise NotFound("There is no such page, or it is not yours.")
    month = month.replace(day=1)
    if MonthClose.objects.filter(month=month, state=MonthClose.State.CLOSED).exists():
        raise Refused(f"{month:%B %Y} is closed already. Nothing was changed.")
    checks = checklist(month)
    open_ones = [check.code for check in checks if not check.holds]
    if open_ones:
        raise Refused("Not everything on the list holds yet, so the month stays open. Nothing was changed.")
    reason = f"Month closed: {month:%Y-%m}"
    period = ledger_services.lock_period(through=last_day(month), by=by.user_id, reason=reason)
    closed = MonthClose.objects.create(
        month=month,
        period_id=period.id,
        checklist=[[check.code, check.detail] for check in checks],
        closed_by=by.user,
        closed_at=clock.now(),
    )
    announce("month.closed", month=f"{month:%Y-%m}")
    return closed


def request_reopening(*, month: date, reason: str, by: Member) -> Approval:
    """Asked by one person, decided by another."""
    if not by.allows("finance.close"):
        raise NotFound("There is no such page, or it is not yours.")
    if not reason.strip():
        raise InvalidInput("Say why the month has to be opened again.", field="reason")
    closed = _latest()
    if closed is None or closed.month != month.replace(day=1):
        raise Refused("Only the month that was closed last can be opened again. Nothing was changed.")
    approval = approvals.ask(
        kind=KIND,
        subject_id=closed.id,
        title=f"Open {closed.month:%B %Y} again",
        facts={"month": f"{closed.month:%Y-%m}", "reason": reason.strip()[:300]},
        permission="finance.close",
        requested_by=by.user_id,
    )
    MonthClose.objects.filter(id=closed.id).update(approval_id=approval.id)
    return approval


@transaction.atomic
def take_reopening_decision(*, close_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> None:
    closed = MonthClose.objects.select_for_update().filter(id=close_id).first()
    if closed is None or closed.state != MonthClose.State.CLOSED or not approved:
        return
    what = approvals.approved(approval_id=approval_id)
    reason = str(what.facts["reason"])
    decided = Approval.objects.get(id=approval_id).decision
    ledger_services.unlock_period(
        period_id=closed.period_id, by=decided.by_id if decided else None, reason=reason
    )
    closed.state, closed.reopened_at, closed.reason = MonthClose.State.REOPENED, clock.now(), reason[:300]
    closed.save(update_fields=["state", "reopened_at", "reason"])
    approvals.note_result(approval_id=approval_id, done=True, text="The month takes bookings again.")
    announce("month.reopened", month=f"{closed.month:%Y-%m}")


def _latest() -> MonthClose | None:
    return MonthClose.objects.filter(state=MonthClose.State.CLOSED).order_by("-month").first()
