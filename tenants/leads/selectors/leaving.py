"""What still hangs on a colleague, counted before it is handed over."""

from tenants.staff.models import Member
from tenants.work.models import Task

from ..models import Lead
from ..types import LeftBehind


def left_behind(member: Member) -> LeftBehind:
    theirs = Lead.objects.filter(assigned_to=member, merged_into=None)
    clients = theirs.filter(client__isnull=False).count()
    tasks = Task.objects.filter(owner=member.user, state=Task.State.OPEN, subject_kind="lead").count()
    return LeftBehind(leads=theirs.count(), clients=clients, tasks=tasks)
