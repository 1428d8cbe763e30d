"""Who runs a job: one at a time, by a lease that ends by itself when its runner dies."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from .. import rules
from ..models import Job, Progress
from ..types import LeaseLost
from .ending import end
from .ringing import database_time
from .starting import touched

OPEN = (Job.State.QUEUED, Job.State.RUNNING)


@transaction.atomic
def take(job_id: uuid.UUID) -> Job | None:
    """The job with its progress, or None: somebody else has it, or it is over."""
    now = database_time()
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    progress = (
        Progress.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(free, job_id=job_id, job__state__in=OPEN)
        .first()
    )
    if progress is None:
        return None
    job = Job.objects.select_related("started_by").get(id=job_id)
    job.progress = progress
    if job.cancel_asked:
        end(job, state=Job.State.CANCELLED, text="Cancelled. What was done before is kept and listed.")
        return None
    if progress.tries >= rules.MOST_TRIES:
        end(job, state=Job.State.FAILED, error=rules.GAVE_UP)
        return None
    touched(job)
    progress.attempt += 1
    progress.tries += 1
    progress.lease_until = now + timedelta(seconds=rules.LEASE_SECONDS)
    progress.save(update_fields=["attempt", "tries", "lease_until"])
    return job


def hold(progress: Progress, **changes: object) -> None:
    """Writes progress and stretches the lease, or raises: then another runner has the job, and this one must undo."""
    until = database_time() + timedelta(seconds=rules.LEASE_SECONDS)
    mine = Progress.objects.filter(
        job_id=progress.job_id, attempt=progress.attempt, lease_until__isnull=False
    )
    if not mine.update(lease_until=until, **changes):
        raise LeaseLost(f"job {progress.job_id} has another runner")


def release(progress: Progress, *, ring_after_seconds: float = rules.RING_AGAIN_SECONDS) -> None:
    """Gives the job back to the queue; the sweep rings for it after that long. A runner that lost it has nothing to give."""
    rung = database_time() + timedelta(seconds=ring_after_seconds - rules.RING_AGAIN_SECONDS)
    mine = Progress.objects.filter(job_id=progress.job_id, attempt=progress.attempt)
    mine.update(lease_until=None, rung_at=rung)
