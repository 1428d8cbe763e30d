"""The figures of the day: one query each, never one a row, and none that counts further than anybody reads."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from tenants.activity.models import Entry
from tenants.activity.selectors import timeline
from tenants.activity.types import Subject
from tenants.approvals.selectors import waiting_for
from tenants.clients.selectors import clients_for
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for, pool_for
from tenants.staff.models import Member
from tenants.work import selectors as work
from tenants.work.models import Task

MOST: Final = 10_000


def of(member: Member) -> dict[str, Any]:
    zone = timezone.get_current_timezone()
    today = datetime.combine(timezone.localdate(), time.min, tzinfo=zone)
    tasks = work.tasks_of(member.user).filter(state=Task.State.OPEN)
    found: dict[str, Any] = {
        "overdue": work.overdue(member.user).now(),
        "due_today": tasks.filter(due_at__gte=today, due_at__lt=today + timedelta(days=1)).count(),
        "may_see_leads": member.allows("leads.view"),
        "may_see_clients": member.allows("clients.view"),
        "may_see_approvals": member.allows("approvals.view"),
    }
    if found["may_see_leads"]:
        mine = leads_for(member).filter(assigned_to=member)
        found["my_open_leads"] = _count(mine.filter(status__in=[Lead.Status.LEAD, Lead.Status.DEMO]))
        found["my_new_today"] = _count(mine.filter(created_at__gte=today))
        found["unassigned"] = _count(pool_for(member))
    if found["may_see_clients"]:
        found["new_clients"] = _count(clients_for(member).filter(created_at__gte=today))
    if found["may_see_approvals"]:
        queue = waiting_for(member.user)
        found |= {"waiting": _count(queue), "oldest_waiting": queue.first()}
    return found


def newest_activity(member: Member, limit: int) -> Sequence[Entry] | None:
    """What happened to the newest leads and clients that are the member's to see; None where that is not their work."""
    leads = leads_for(member).values_list("id", flat=True)[:20]
    clients = clients_for(member).values_list("id", flat=True)[:20]
    subjects = [Subject("lead", lead_id) for lead_id in leads]
    subjects += [Subject("client", client_id) for client_id in clients]
    return timeline(subjects, limit=limit).entries if subjects else None


def _count(rows: QuerySet[Any]) -> int:
    return rows.order_by()[:MOST].count()
