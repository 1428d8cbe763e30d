"""A statement too long to print while somebody waits: printed as work that shows how far it is, then handed out."""

import uuid
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portals.shared.statements.making import PDF_MOST, document_of, file_name
from portals.shared.statements.pages import Owner
from tenants.jobs import selectors
from tenants.jobs.services import Run, start_own

KIND: Final = "statement.print"


def begin(request: HttpRequest, template: str, owner: Owner) -> HttpResponseBase:
    """The same statement asked for again while it is being printed is the same work."""
    form = owner.form(request.POST)
    if not form.is_valid():
        return render(request, template, owner.context(form), status=422)
    since, until = form.period()
    params = {
        "address": owner.address(form.cleaned_data["wallet"]),
        "holder": owner.holder,
        "number": owner.number,
        "since": since.isoformat(),
        "until": until.isoformat(),
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "zone": timezone.get_current_timezone_name(),
    }
    title = f"Statement {form.cleaned_data['wallet']} {since:%Y-%m-%d}"
    job = start_own(kind=KIND, params=params, by=owner.user, title=title)
    return redirect(owner.links.printing, job.id)


def show(request: HttpRequest, template: str, owner: Owner, job_id: uuid.UUID) -> HttpResponse:
    job = selectors.own_job(owner.user, job_id)
    context = {"job": job, "progress": job.progress, **owner.urls}
    only = request.headers.get("HX-Request") == "true"
    return render(request, "shared/statement_printing.html" if only else template, context)


def hand_out(owner: Owner, job_id: uuid.UUID) -> FileResponse:
    path, name = selectors.own_file(owner.user, job_id)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    answer["Cache-Control"] = "no-store"
    return answer


def print_as_work(run: Run) -> None:
    """The job. It begins anew after a death: what it writes is a file that nobody has seen yet."""
    from portals.shared.statements.pdf import write_pdf

    said: dict[str, Any] = run.params
    since, until = datetime.fromisoformat(said["since"]), datetime.fromisoformat(said["until"])
    with translation.override(said["language"]), timezone.override(said["zone"]):
        document = document_of(
            address=said["address"], holder=said["holder"], number=said["number"], since=since, until=until
        )
        if document.statement.count > PDF_MOST:
            run.finish(
                _("%(count)s rows are too many to print. Choose CSV or Excel, or a shorter time.")
                % {"count": f"{document.statement.count:,}"}
            )
            return
        run.step(0, document.statement.count)
        making = run.output.with_suffix(".part")
        with making.open("wb") as file:
            write_pdf(document, file, told=run.step)
        making.replace(run.output)
        run.finish(_("It is ready."), file=file_name(document, "pdf"))
