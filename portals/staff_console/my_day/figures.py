"""The figures of the day: one query each, never one a row."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate

from atrium.kernel import clock
from tenants.activity.models import Entry
from tenants.activity.selectors import timeline
from tenants.activity.types import Subject
from tenants.approvals.selectors import queue_for
from tenants.clients.selectors import clients_for
from tenants.leads.models import Lead
from tenants.leads.selectors import leads_for
from tenants.staff.models import Member


def of(member: Member) -> dict[str, Any]:
    today = datetime.combine(clock.now().date(), time.min, tzinfo=UTC)
    mine = leads_for(member).filter(assigned_to=member)
    queue = queue_for(member.user)
    return {
        "my_open_leads": mine.filter(status__in=[Lead.Status.LEAD, Lead.Status.DEMO]).count(),
        "my_new_today": mine.filter(created_at__gte=today).count(),
        "unassigned": leads_for(member).filter(assigned_to__isnull=True).count(),
        "waiting": queue.count(),
        "oldest_waiting": queue.first(),
        "may_see_approvals": member.allows("approvals.view"),
        "clients": clients_for(member).count(),
        "new_clients": clients_for(member).filter(created_at__gte=today).count(),
    }


def leads_by_day(member: Member, first: date) -> dict[date, int]:
    since = datetime.combine(first, time.min, tzinfo=UTC)
    rows = (
        leads_for(member)
        .filter(created_at__gte=since)
        .order_by()
        .annotate(day=TruncDate("created_at", tzinfo=UTC))
        .values("day")
        .annotate(leads=Count("id"))
    )
    return {row["day"]: row["leads"] for row in rows}


def newest_activity(member: Member, leads: Sequence[Lead], limit: int) -> Sequence[Entry]:
    """What happened to the newest leads and clients that are the member's to see."""
    clients = clients_for(member)[:20]
    subjects = [Subject("lead", lead.id) for lead in leads] + [
        Subject("client", client.id) for client in clients
    ]
    return timeline(subjects, limit=limit).entries
