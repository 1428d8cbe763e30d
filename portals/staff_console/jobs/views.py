"""Long work: what runs and what ran, one's own or everybody's; its progress, its result, its files, its undoing."""

import uuid

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portals.shared.paging import page_of
from portals.staff_console.access import any_member, in_drawer
from portals.staff_console.jobs.presenting import shown
from tenants.jobs import selectors, services
from tenants.staff.models import Member


@require_safe
@any_member
def job_list(request: HttpRequest, member: Member) -> HttpResponse:
    may_see_all = member.allows(selectors.SEE_ALL)
    everybody = may_see_all and request.GET.get("whose") == "all"
    page = page_of(selectors.jobs_for(member, everybody=everybody), request.GET.get("cursor", ""))
    rows = [shown(job, member) for job in page.rows]
    context = {
        "rows": rows,
        "page": page,
        "may_see_all": may_see_all,
        "everybody": everybody,
        "may_import": member.allows("leads.import"),
    }
    return render(request, "staff_console/jobs/list.html", context)


@require_safe
@any_member
def job_page(request: HttpRequest, member: Member, job_id: uuid.UUID) -> HttpResponse:
    job = selectors.job_for(member, job_id)
    one = shown(job, member)
    context = {"one": one, "job": job, "left_out": one.left_out()}
    return render(request, f"staff_console/jobs/{'drawer' if in_drawer(request) else 'page'}.html", context)


@require_safe
@any_member
def indicator(request: HttpRequest, member: Member) -> HttpResponse:
    return render(request, "staff_console/jobs/indicator.html")


@require_POST
@any_member
def cancel(request: HttpRequest, member: Member, job_id: uuid.UUID) -> HttpResponse:
    job = selectors.job_for(member, job_id)
    job = services.cancel(job_id=job.id, by=member.user)
    text = (
        _("Cancelled before it began.")
        if job.is_over
        else _("It stops after the piece it is at. What is done is kept.")
    )
    messages.success(request, text)
    return redirect("job", job_id=job.id)


@require_POST
@any_member
def undo(request: HttpRequest, member: Member, job_id: uuid.UUID) -> HttpResponse:
    job = selectors.job_for(member, job_id)
    undoing = services.undo(job_id=job.id, by=member)
    messages.success(request, _("It is being taken back. What somebody has changed since stays."))
    return redirect("job", job_id=undoing.id)


@require_safe
@any_member
def download(request: HttpRequest, member: Member, job_id: uuid.UUID) -> FileResponse:
    path, name = selectors.file_for(member, job_id)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response
