"""Reads of long work. Whose it is decides: one's own always, everybody's with `jobs.view_all`; files are for the starter alone."""

import uuid
from pathlib import Path

from django.db.models import QuerySet

from atrium.kernel.counting import Count
from atrium.kernel.errors import NotFound, Refused
from tenants.identity.models import User
from tenants.staff.models import Member

from . import files, registry
from .models import Job, Selection
from .rules import FILES_KEPT_DAYS, authority_key

SEE_ALL = "jobs.view_all"


def jobs_for(member: Member, *, everybody: bool = False) -> QuerySet[Job]:
    """Newest first."""
    jobs = Job.objects.select_related("progress", "started_by").order_by("-created_at", "-id")
    if everybody and member.allows(SEE_ALL):
        return jobs
    return jobs.filter(started_by=member.user)


def job_for(member: Member, job_id: uuid.UUID) -> Job:
    job = jobs_for(member, everybody=True).filter(id=job_id).first()
    if job is None:
        raise NotFound("There is no such work.")
    return job


def running(user: User) -> Count:
    """How many works of theirs are not over."""
    return Count(
        "SELECT count(*) FROM jobs_job WHERE started_by_id = %s AND state IN ('queued', 'running')",
        (user.id,),
    )


def file_for(member: Member, job_id: uuid.UUID, *, which: str = "output") -> tuple[Path, str]:
    """The file and its name. Asked again at every download: the permission, and that it still reaches what it reached."""
    job = Job.objects.filter(id=job_id, started_by=member.user).first()
    permission = registry.kind(job.kind).permission if job else ""
    name = (job.output_name if which == "output" else job.input_name) if job else ""
    if job is None or not name or not member.allows(permission):
        raise NotFound("There is no such file.")
    if job.authority != authority_key(member.authority):
        raise Refused(
            "What you may see has changed since this file was made. Make it again; it will hold what you may see now."
        )
    path = files.folder("jobs", job.id) / which
    if job.files_gone or not path.exists():
        raise NotFound(f"This file is gone: files are kept for {FILES_KEPT_DAYS} days. Make it again.")
    return path, name


def own_job(user: User, job_id: uuid.UUID) -> Job:
    """Work about one's own things: nobody else's exists."""
    job = Job.objects.filter(id=job_id, started_by=user).select_related("progress").first()
    if job is None or not registry.shown(job.kind).own:
        raise NotFound("There is no such work.")
    return job


def own_file(user: User, job_id: uuid.UUID) -> tuple[Path, str]:
    job = own_job(user, job_id)
    path = files.folder("jobs", job.id) / "output"
    if not job.output_name or job.files_gone or not path.exists():
        raise NotFound("There is no such file, or it is gone: files are kept for some days. Make it again.")
    return path, job.output_name


def selection_for(member: Member, selection_id: uuid.UUID) -> Selection:
    selection = Selection.objects.filter(id=selection_id, chosen_by=member.user).first()
    if selection is None:
        raise NotFound("There is no such selection any more. Select the rows again; nothing was changed.")
    return selection
