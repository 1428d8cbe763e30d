"""Beginning and stopping work."""

import json
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from atrium.kernel import actor, clock
from atrium.kernel.errors import Conflict, NotFound, Refused
from tenants.activity.services import note
from tenants.identity.models import User
from tenants.staff.models import Member

from .. import files, registry
from ..models import Job, Progress
from ..rules import authority_key
from . import ringing
from .ending import end


@transaction.atomic
def start(
    *,
    kind: str,
    params: Mapping[str, Any],
    by: Member,
    title: str,
    input_file: Path | None = None,
    input_name: str = "",
    total: int | None = None,
    undoes: Job | None = None,
) -> Job:
    """The work is a row now; a worker begins when this commits. The file is moved into the job's own folder."""
    wanted = registry.kind(kind)
    if wanted.own or not by.allows(wanted.permission):
        raise NotFound("There is no such work, or it is not yours to start.")
    job = Job.objects.create(
        kind=kind,
        title=title[:200],
        params=dict(params),
        started_by=by.user,
        actor=json.loads(actor.current().as_setting()),
        authority=authority_key(by.authority),
        input_name=input_name[:200],
        undoes=undoes,
    )
    Progress.objects.create(job=job, total=total)
    if input_file is not None:
        input_file.replace(files.folder("jobs", job.id) / "input")
    note(subject_kind="job", subject_id=job.id, verb="started", text=job.title, data={"kind": kind, **params})
    ringing.ring_on_commit(job.id)
    return job


@transaction.atomic
def start_own(*, kind: str, params: Mapping[str, Any], by: User, title: str) -> Job:
    """Work about one's own things, of whatever realm one is. Asked for again while it is not over, it is the same work."""
    if not registry.kind(kind).own:
        raise NotFound("There is no such work, or it is not yours to start.")
    User.objects.select_for_update(no_key=True).get(id=by.id)  # two clicks at once are one work
    own = Job.objects.filter(kind=kind, started_by=by)
    same = own.filter(params=dict(params), state__in=[Job.State.QUEUED, Job.State.RUNNING]).first()
    if same is not None:
        return same
    job = Job.objects.create(
        kind=kind,
        title=title[:200],
        params=dict(params),
        started_by=by,
        actor=json.loads(actor.current().as_setting()),
    )
    Progress.objects.create(job=job)
    ringing.ring_on_commit(job.id)
    return job


@transaction.atomic
def cancel(*, job_id: uuid.UUID, by: User) -> Job:
    """What waits ends at once; what runs stops after its present chunk. What was done stays done and is listed."""
    job = Job.objects.select_for_update().filter(id=job_id).first()
    if job is None:
        raise NotFound("There is no such work.")
    if job.is_over:
        raise Conflict("This work has ended already. Nothing was cancelled.")
    note(subject_kind="job", subject_id=job.id, verb="cancelled", text=f"Cancelled by {by.name}")
    if job.state == Job.State.QUEUED:
        end(job, state=Job.State.CANCELLED, text="Cancelled before it began. Nothing was changed.")
        return job
    job.cancel_asked = True
    job.save(update_fields=["cancel_asked"])
    return job


@transaction.atomic
def undo(*, job_id: uuid.UUID, by: Member) -> Job:
    """Work that takes back what this one did, where nothing has been touched since. Once."""
    job = Job.objects.select_for_update().filter(id=job_id).first()
    if job is None:
        raise NotFound("There is no such work.")
    kind = registry.kind(job.kind).undo
    if not kind or not job.is_over:
        raise Refused("This work cannot be taken back.")
    if job.files_gone:
        raise Refused("What is needed to take this back was kept for some days only and is gone.")
    if job.undone_by.exclude(state=Job.State.FAILED).exists():
        raise Conflict("This is being taken back already.")
    params = {"job_id": str(job.id)}
    return start(kind=kind, params=params, by=by, title=f"Undo: {job.title}", undoes=job)


def touched(job: Job) -> None:
    """The moment it was first seen by a worker."""
    if job.state == Job.State.QUEUED:
        job.state = Job.State.RUNNING
        job.started_at = clock.now()
        job.save(update_fields=["state", "started_at"])
