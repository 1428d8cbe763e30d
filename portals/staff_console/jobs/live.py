"""Progress where its starter looks: the bar on the work's own page and in the list, and the little count above every page."""

from portals.shared.fragments import render_for
from portals.shared.live import push, watched
from portals.staff_console.jobs.presenting import shown
from tenants.jobs.models import Job
from tenants.outbox.types import Event
from tenants.staff.models import Member


def show_progress(job: Job) -> None:
    """Called with each piece of work; the newest word counts. Whoever opens a page later reads the row."""
    member = Member.objects.select_related("user").filter(user=job.started_by).first()
    if member is None or not watched("staff", "member", member.id):
        return
    context = {"one": shown(job, member), "job": job, "oob": True, "over": job.is_over}
    html = render_for(member, "staff_console/jobs/live_progress.html", context)
    push("staff", "member", member.id, html=html, key=f"job:{job.id}")


def show_ended(event: Event) -> None:
    """job.ended: whatever pages show of it is fetched again."""
    job = Job.objects.select_related("progress", "started_by").filter(id=event.payload["job_id"]).first()
    if job is not None:
        show_progress(job)
