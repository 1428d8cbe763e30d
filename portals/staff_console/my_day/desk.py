"""The parts of the day, each only to those whose permission makes it their work. No part asks for a role's name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from atrium.kernel import clock
from portals.shared.charts import Chart, Series
from portals.shared.status import status_of
from portals.staff_console.card import when_to_call
from portals.staff_console.people import addresses_of
from tenants.clients.selectors import clients_for
from tenants.kyc.models import Check
from tenants.leads.models import Lead, StatusChange
from tenants.leads.selectors import leads_for, policy
from tenants.payments.selectors import deposits_for, withdrawals_for
from tenants.staff.models import Member
from tenants.work import selectors as work
from tenants.work.models import Task

ROWS: Final = 8
CALLS: Final = 12
SOON: Final = timedelta(days=2)
KEPT_SECONDS: Final = 60
OPEN: Final = (Lead.Status.LEAD, Lead.Status.DEMO)
STAGES: Final = ("lead", "demo", "live", "funded", "active")


@dataclass(frozen=True, slots=True)
class Part:
    """`place`: in the wide column, at the side, or below both."""

    code: str
    place: str
    shown: Callable[[Member], bool]
    build: Callable[[Member], dict[str, Any]]

    @property
    def template(self) -> str:
        return f"staff_console/my_day/{self.code}.html"


def parts_for(member: Member) -> list[Part]:
    return [part for part in PARTS if part.shown(member)]


def todo(member: Member) -> dict[str, Any]:
    """Late first, then today's, then what has no day."""
    zone = timezone.get_current_timezone()
    tomorrow = datetime.combine(timezone.localdate() + timedelta(days=1), time.min, tzinfo=zone)
    mine = work.tasks_of(member.user).filter(state=Task.State.OPEN)
    rows = list(work.by_urgency(mine.filter(Q(due_at__lt=tomorrow) | Q(due_at=None)))[:ROWS])
    people = [row.subject_id for row in rows if row.subject_id]
    return {"tasks": rows, "links": addresses_of(people), "overdue": work.overdue(member.user).now()}


def calls(member: Member) -> dict[str, Any]:
    """Whom to call next: one's own open leads, the best first; those who are usually there now are marked."""
    mine = leads_for(member).filter(assigned_to=member, status__in=OPEN).exclude(phone="")
    rows = list(mine.order_by("-score", F("last_contact_at").asc(nulls_first=True), "id")[:CALLS])
    best = when_to_call.of_many(rows)
    now = clock.now()
    listed = [(lead, best.get(lead.id), _is_now(best.get(lead.id), now)) for lead in rows]
    return {"calls": sorted(listed, key=lambda row: not row[2])}


def _is_now(best: Any, now: datetime) -> bool:
    return best is not None and best.is_now(now)


def fresh(member: Member) -> dict[str, Any]:
    """Never contacted, oldest first: the clock of the first contact runs."""
    now, minutes = clock.now(), policy().first_contact_minutes
    late = now - timedelta(minutes=minutes)
    waiting = leads_for(member).filter(assigned_to=member, first_contact_at=None, status__in=OPEN)
    rows = list(waiting.order_by("created_at", "id")[:ROWS])
    return {
        "fresh": [(lead, lead.created_at < late) for lead in rows],
        "reclaims": list(
            leads_for(member)
            .filter(assigned_to=member, protected_until__gt=now, protected_until__lte=now + SOON)
            .order_by("protected_until", "id")[:ROWS]
        ),
        "sla_minutes": minutes,
    }


def newest(member: Member) -> dict[str, Any]:
    return {"newest": list(leads_for(member)[:ROWS])}


def compliance(member: Member) -> dict[str, Any]:
    seen = clients_for(member).order_by().values("id")
    pending = Check.objects.select_related("client__lead").filter(state=Check.State.PENDING, client__in=seen)
    today = timezone.localdate()
    expiring = Check.objects.select_related("client__lead").filter(
        state=Check.State.APPROVED,
        expires_on__gte=today,
        expires_on__lte=today + timedelta(days=30),
        client__in=seen,
    )
    return {
        "checks": list(pending.order_by("submitted_at", "id")[:ROWS]),
        "checks_waiting": pending.count(),
        "expiring": list(expiring.order_by("expires_on", "id")[:ROWS]),
    }


def finance(member: Member) -> dict[str, Any]:
    deposits = deposits_for(member)
    since = clock.now() - timedelta(days=2)
    return {
        "in_review": list(deposits.filter(state="review")[:ROWS]),
        "failed": list(deposits.filter(state="failed", created_at__gte=since)[:ROWS]),
        "payouts": list(withdrawals_for(member).filter(state="requested").order_by("requested_at")[:ROWS]),
    }


def team(member: Member) -> dict[str, Any]:
    """The desk and those below it, or the whole house: counted at most once a minute for each who leads."""
    key = f"my-day-team:{member.id}:{member.authority.view_key}"
    figures = cache.get(key)
    if figures is None:
        figures = _team(member)
        cache.set(key, figures, KEPT_SECONDS)
    return {**figures, "stages": _stages(figures["by_status"]), "funnel": _funnel(figures["by_status"])}


def _team(member: Member) -> dict[str, Any]:
    seen = leads_for(member).order_by()
    by_status = dict(seen.values_list("status").annotate(leads=Count("id")))
    open_leads = seen.filter(status__in=OPEN, assigned_to__isnull=False)
    workload = list(
        open_leads.values("assigned_to__user__name").annotate(leads=Count("id")).order_by("-leads")[:ROWS]
    )
    late = work.tasks_for(member).filter(state=Task.State.OPEN, due_at__lt=clock.now()).order_by()
    overdue = dict(late.values_list("owner__name").annotate(tasks=Count("id")))
    return {
        "by_status": by_status,
        "workload": [
            (row["assigned_to__user__name"], row["leads"], overdue.get(row["assigned_to__user__name"], 0))
            for row in workload
        ],
        "leaders": _leaders(seen),
        "late_tasks": sum(overdue.values()),
    }


def _leaders(seen: QuerySet[Lead]) -> list[tuple[str, int]]:
    """First deposits of this month, by the manager who has the client."""
    local = timezone.localtime()
    month = datetime.combine(local.date().replace(day=1), time.min, tzinfo=local.tzinfo)
    won = StatusChange.objects.filter(new=Lead.Status.FUNDED, at__gte=month, lead__assigned_to__isnull=False)
    rows = (
        won.filter(lead__in=seen.values("id"))
        .values_list("lead__assigned_to__user__name")
        .annotate(won=Count("id"))
        .order_by("-won")[:ROWS]
    )
    return list(rows)


def _stages(by_status: dict[str, int]) -> list[tuple[str, int]]:
    return [(code, by_status.get(code, 0)) for code in (*STAGES, "dormant", "closed")]


def _funnel(by_status: dict[str, int]) -> Chart:
    """How many came at least this far: who is funded was live before."""
    far = [sum(by_status.get(stage, 0) for stage in STAGES[place:]) for place in range(len(STAGES))]
    words = [status_of(stage).word for stage in STAGES]
    values: list[Any] = list(far) if any(far) else []
    return Chart(
        "ftd-funnel",
        "sideways",
        _("How far they came"),
        words if values else [],
        [Series(_("People"), values)],
        digits=0,
    )


def _sells(member: Member) -> bool:
    return member.allows("leads.view") and (member.allows("leads.take") or member.allows("leads.edit"))


def _leads_a_team(member: Member) -> bool:
    return member.allows("tasks.view") and member.allows("leads.view")


def _handles_money(member: Member) -> bool:
    return member.allows("finance.approve") or member.allows("payouts.approve")


PARTS: Final = (
    Part("todo", "wide", lambda member: True, todo),
    Part("calls", "wide", _sells, calls),
    Part("compliance", "wide", lambda member: member.allows("kyc.decide"), compliance),
    Part("finance", "wide", _handles_money, finance),
    Part("newest", "wide", lambda member: member.allows("leads.view"), newest),
    Part("fresh", "side", _sells, fresh),
    Part("team", "below", _leads_a_team, team),
)
