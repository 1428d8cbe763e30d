"""A list taken away: which columns, in which form. Small ones come at once, large ones as work that one may leave."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import InvalidInput
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.bulk.chosen import document_of, list_for, selection_of
from portals.staff_console.lists.saved import ADDRESSES
from tenants.jobs import services
from tenants.jobs.rules import MOST_AT_ONCE
from tenants.jobs.selectors import selection_for
from tenants.jobs.services.exporting import Wanted, file_name, rows_in
from tenants.lists.selectors import choose_columns, columns_for
from tenants.staff.models import Member

AT_ONCE_IN_EXCEL = 1_000  # a workbook takes longer to make


class ExportForm(forms.Form):
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose a column at least.")},
    )
    format = forms.ChoiceField(label=_("File"), choices=[("csv", "CSV"), ("xlsx", "Excel (.xlsx)")])

    def __init__(self, *args: Any, columns: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["columns"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = columns


def exporting(list_code: str, permission: str) -> Callable[..., HttpResponseBase]:
    @require_http_methods(["GET", "HEAD", "POST"])
    @permitted(permission)
    def export(request: HttpRequest, member: Member) -> HttpResponseBase:
        return _export(request, member, list_code)

    return export


def export_chosen(list_code: str, permission: str) -> Callable[..., HttpResponseBase]:
    """The list's POST of a selection leads to the same page, with that selection."""

    @require_POST
    @permitted(permission)
    def chosen(request: HttpRequest, member: Member) -> HttpResponse:
        selection = selection_of(request, member, list_code)
        asked = {
            "selection": str(selection.id),
            "s": request.POST.get("sort", ""),
            "c": request.POST.get("columns", ""),
        }
        return redirect(f"{reverse(f'export_{list_code}')}?{urlencode(asked)}")

    return chosen


def _export(request: HttpRequest, member: Member, list_code: str) -> HttpResponseBase:
    definition, asked = list_for(member, list_code), request.GET
    wanted = Wanted(
        list_code,
        document=document_of(asked.get("f", "")),
        text=asked.get("q", ""),
        sort=asked.get("s", ""),
        columns=tuple(asked.get("c", "").split(",")) if asked.get("c") else (),
        selection_id=_selection(request, member),
    )
    shown = [column.code for column in choose_columns(definition, member, wanted.columns)]
    open_to = [(column.code, column.label) for column in columns_for(definition, member)]
    form = ExportForm(request.POST or None, columns=open_to, initial={"columns": shown})
    if request.method == "POST" and form.is_valid():
        try:
            return _made(wanted, form.cleaned_data, member)
        except InvalidInput as refusal:
            show_in(form, refusal)
    context = {
        "form": form,
        "count": rows_in(wanted, member),
        "label": definition.label,
        "back": _page_of(list_code),
        "most": MOST_AT_ONCE,
    }
    return render(request, "staff_console/bulk/export.html", context, status=422 if form.is_bound else 200)


def _page_of(list_code: str) -> str:
    """The name of the list's page; of a list that has none yet, the page of saved views."""
    name = ADDRESSES.get(list_code, list_code)
    try:
        reverse(name)
    except NoReverseMatch:
        return "segments"
    return name


def _made(wanted: Wanted, chosen: dict[str, Any], member: Member) -> HttpResponseBase:
    wanted = Wanted.of({**wanted.as_params(), "columns": chosen["columns"], "format": chosen["format"]})
    most = AT_ONCE_IN_EXCEL if wanted.format == "xlsx" else MOST_AT_ONCE
    if rows_in(wanted, member) >= most:
        return redirect("job", job_id=services.start_export(wanted, by=member).id)
    place = tempfile.TemporaryDirectory()
    path = Path(place.name) / file_name(wanted)
    services.export_now(wanted, by=member, path=path)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=path.name)
    place.cleanup()  # the open file can still be read
    response["Cache-Control"] = "no-store"
    return response


def _selection(request: HttpRequest, member: Member) -> str:
    import uuid

    asked = request.GET.get("selection", "")
    if not asked:
        return ""
    try:
        return str(selection_for(member, uuid.UUID(asked)).id)
    except ValueError:
        raise InvalidInput("The selection cannot be read. Select the rows again.") from None
