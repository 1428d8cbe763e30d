"""What still hangs on colleagues, counted before it is handed over: three statements, however many they are."""

import uuid
from collections.abc import Iterable

from django.db.models import Count, Q

from tenants.staff.models import Member
from tenants.work.models import Task

from ..models import Lead
from ..types import LeftBehind


def left_behind(member: Member) -> LeftBehind:
    return left_behind_of([member])[member.id]


def left_behind_of(members: Iterable[Member]) -> dict[uuid.UUID, LeftBehind]:
    wanted = list(members)
    theirs = Lead.objects.filter(assigned_to__in=wanted, merged_into=None).order_by()
    counted = theirs.values_list("assigned_to").annotate(
        leads=Count("id"), clients=Count("id", filter=Q(client__isnull=False))
    )
    leads = {member_id: (count, clients) for member_id, count, clients in counted}
    tasks = _open_tasks(wanted)
    return {
        member.id: LeftBehind(*leads.get(member.id, (0, 0)), tasks.get(member.user_id, 0))
        for member in wanted
    }


def _open_tasks(members: list[Member]) -> dict[uuid.UUID, int]:
    users = [member.user_id for member in members]
    rows = Task.objects.filter(owner__in=users, state=Task.State.OPEN, subject_kind="lead").order_by()
    return dict(rows.values_list("owner").annotate(count=Count("id")))
