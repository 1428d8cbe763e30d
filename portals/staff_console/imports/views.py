"""Importing leads, step by step: the file, its columns, the check, the work. One may leave at each and come back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import InvalidInput
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.imports.forms import CHOICES, FileForm, SettingsForm
from tenants.imports import selectors, services
from tenants.imports.models import Import
from tenants.imports.types import Settings
from tenants.jobs.engine.encodings import OFFERED
from tenants.jobs.models import Job
from tenants.staff.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("leads.import")
def new_import(request: HttpRequest, member: Member) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            one = services.upload(chunks=file.chunks(), name=file.name, by=member)
        except InvalidInput as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("import", import_id=one.id)
    context = {"form": form, "open_imports": selectors.open_imports(member), "steps": steps()}
    return render(request, "staff_console/imports/new.html", context, status=422 if form.is_bound else 200)


@require_safe
@permitted("leads.import")
def import_page(request: HttpRequest, member: Member, import_id: uuid.UUID) -> HttpResponse:
    """Where this import stands: its columns, its check, or its work."""
    one = selectors.import_for(member, import_id)
    if one.run_job:
        return redirect("job", job_id=one.run_job.id)
    checked = one.check_job
    if (
        checked is None
        or "columns" in request.GET
        or checked.state in {Job.State.FAILED, Job.State.CANCELLED}
    ):
        return _columns(request, member, one)
    return render(request, "staff_console/imports/check.html", _found(one, checked))


@require_POST
@permitted("leads.import")
def match(request: HttpRequest, member: Member, import_id: uuid.UUID) -> HttpResponse:
    one = selectors.import_for(member, import_id)
    form = SettingsForm(request.POST, member=member)
    mapping = {column: request.POST.get(f"column-{column}", "") for column in range(len(one.headings))}
    if form.is_valid():
        try:
            services.match(one=one, mapping=mapping, settings=form.settings(), by=member)
        except InvalidInput as refusal:
            show_in(form, refusal)
        else:
            return redirect("import", import_id=one.id)
    return _columns(request, member, one, form=form, mapping=mapping, status=422)


@require_POST
@permitted("leads.import")
def reread(request: HttpRequest, member: Member, import_id: uuid.UUID) -> HttpResponse:
    one = selectors.import_for(member, import_id)
    try:
        services.reread(one=one, encoding=request.POST.get("encoding", ""))
    except InvalidInput as refusal:
        messages.error(request, refusal.message)
    return redirect("import", import_id=one.id)


@require_POST
@permitted("leads.import")
def run(request: HttpRequest, member: Member, import_id: uuid.UUID) -> HttpResponse:
    one = selectors.import_for(member, import_id)
    return redirect("job", job_id=services.begin(one=one, by=member).id)


@require_POST
@permitted("leads.import")
def drop(request: HttpRequest, member: Member, import_id: uuid.UUID) -> HttpResponse:
    services.drop(one=selectors.import_for(member, import_id))
    messages.success(request, _("The file was thrown away. Nothing was imported."))
    return redirect("import_new")


def steps() -> list[str]:
    return [_("File"), _("Columns"), _("Check"), _("Import")]


def _columns(
    request: HttpRequest,
    member: Member,
    one: Import,
    *,
    form: SettingsForm | None = None,
    mapping: dict[int, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    table = selectors.sample_of(one)
    chosen = mapping if mapping is not None else {int(column): code for column, code in one.mapping.items()}
    columns = [
        _column(number, heading, table, chosen.get(number, ""))
        for number, heading in enumerate(table.headings)
    ]
    context = {
        "one": one,
        "steps": steps(),
        "columns": columns,
        "choices": CHOICES,
        "form": form or SettingsForm(initial=_initial(one), member=member),
        "encodings": OFFERED.items() if one.kind == "csv" else (),
        "encoding": one.encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be"),
        "failed": one.check_job if one.check_job and one.check_job.state == Job.State.FAILED else None,
    }
    return render(request, "staff_console/imports/columns.html", context, status=status)


def _column(number: int, heading: str, table: Any, code: str) -> dict[str, Any]:
    said = [cells[number] for _line, cells in table.sample if number < len(cells) and cells[number].strip()]
    return {"number": number, "heading": heading, "code": code, "sample": said[:3]}


def _initial(one: Import) -> dict[str, Any]:
    settings = Settings.of(one.settings)
    return {name: getattr(settings, name) for name in Settings.__slots__}


def _found(one: Import, checked: Job) -> dict[str, Any]:
    report = selectors.report_of(one) if checked.state == Job.State.DONE else {}
    counts = report.get("counts", {})
    settings = Settings.of(one.settings)
    twice = counts.get("in_base", 0) + counts.get("in_file", 0)
    return {
        "one": one,
        "job": checked,
        "steps": steps(),
        "counts": counts,
        "twice": twice,
        "problems": report.get("problems", ()),
        "duplicates": report.get("duplicates", ()),
        "settings": settings,
        "to_do": counts.get("new", 0) + (twice if settings.duplicates != "skip" else 0),
    }
