"""How work ends: the row, the event, the bell."""

import uuid
from typing import Any

from django.db import transaction

from atrium.kernel import clock
from tenants.activity.services import note
from tenants.notifications.services import notify
from tenants.outbox.services import announce
from tenants.outbox.types import Event

from .. import registry
from ..models import Job, Progress


@transaction.atomic
def end(
    job: Job, *, state: str, text: str = "", error: str = "", result: dict[str, Any] | None = None
) -> None:
    """The caller holds the job's lease or its row."""
    job.state, job.result_text, job.error, job.ended_at = state, text, error, clock.now()
    job.result = {**job.result, **(result or {})}
    job.save(update_fields=["state", "result_text", "error", "result", "ended_at", "output_name"])
    Progress.objects.filter(job=job).update(lease_until=None)
    note(subject_kind="job", subject_id=job.id, verb=state, text=text or error)
    announce("job.ended", job_id=str(job.id), state=state)


def tell_ended(event: Event) -> None:
    """The bell of the one who started it; told twice, it rings once."""
    job = Job.objects.select_related("started_by").filter(id=uuid.UUID(event.payload["job_id"])).first()
    if job is None or registry.shown(job.kind).own:  # its page is where it was started, and shows its end
        return
    words = {"done": "Done", "failed": "Failed", "cancelled": "Cancelled"}[job.state]
    notify(
        users=[job.started_by],
        kind="job.ended",
        title=f"{words}: {job.title}"[:200],
        text=(job.result_text or job.error)[:600],
        url=f"/jobs/{job.id}/",
        key=f"job:{job.id}",
    )
