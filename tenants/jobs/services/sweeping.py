"""Finding what nobody heard of and what a dead worker left behind."""

from datetime import timedelta

from django.db.models import Q

from .. import rules
from ..models import Progress
from . import leasing
from .ringing import database_time, ring


def sweep(*, limit: int = 50) -> int:
    """Rings for work that waits without a ring and for work whose lease has ended. How many."""
    now = database_time()
    unheard = Q(lease_until=None) & (
        Q(rung_at=None, job__created_at__lte=now - timedelta(seconds=2))
        | Q(rung_at__lte=now - timedelta(seconds=rules.RING_AGAIN_SECONDS))
    )
    orphaned = Q(lease_until__lte=now)
    waiting = Progress.objects.filter(unheard | orphaned, job__state__in=leasing.OPEN)
    ids = list(waiting.order_by("job_id").values_list("job_id", flat=True)[:limit])
    Progress.objects.filter(job_id__in=ids).update(rung_at=now)
    for job_id in ids:
        ring(job_id)
    return len(ids)
