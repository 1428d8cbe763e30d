"""Files hold personal data: they go after some days, the record of the work after half a year."""

from datetime import timedelta

from atrium.kernel import clock

from .. import files, rules
from ..models import Job, Outcome, Selection


def prune() -> int:
    """How many jobs lost their files. What an undo would put back goes with them."""
    now = clock.now()
    ended = Job.objects.filter(ended_at__lte=now - timedelta(days=rules.FILES_KEPT_DAYS), files_gone=False)
    gone = list(ended.values_list("id", flat=True)[:500])
    for job_id in gone:
        files.remove("jobs", job_id)
    Outcome.objects.filter(job_id__in=gone).delete()
    Job.objects.filter(id__in=gone).update(files_gone=True)
    old = Job.objects.filter(ended_at__lte=now - timedelta(days=rules.JOBS_KEPT_DAYS), undone_by=None)
    Job.objects.filter(id__in=list(old.values_list("id", flat=True)[:500])).delete()
    Selection.objects.filter(created_at__lte=now - timedelta(hours=rules.SELECTIONS_KEPT_HOURS)).delete()
    return len(gone)
