"""From a selection to the work: how many exactly, which ones for example, what is to be said; then it runs as a job."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import AtriumError, InvalidInput, NotFound, Refused
from portals.shared.refusals import show_in
from portals.staff_console.access import any_member, permitted
from portals.staff_console.bulk.actions import LABELS, VERBS
from portals.staff_console.bulk.chosen import selection_of
from portals.staff_console.bulk.forms import form_for
from tenants.jobs import registry, selectors, services
from tenants.jobs.models import Selection
from tenants.lists.registry import definition_of
from tenants.lists.selectors import selected
from tenants.staff.models import Member

SAMPLE = 10


def choosing(list_code: str, action: str, permission: str) -> Callable[..., HttpResponseBase]:
    """The view that takes the list's POST; one for each list and action."""

    @require_POST
    @permitted(permission)
    def chosen(request: HttpRequest, member: Member) -> HttpResponse:
        selection = selection_of(request, member, list_code)
        return redirect("bulk_confirm", selection_id=selection.id, action=action)

    return chosen


@require_http_methods(["GET", "HEAD", "POST"])
@any_member
def confirm(request: HttpRequest, member: Member, selection_id: uuid.UUID, action: str) -> HttpResponse:
    selection = selectors.selection_for(member, selection_id)
    what = registry.actions_of(selection.list_code).get(action)
    if what is None or not member.allows(what.permission):
        raise NotFound("There is no such action, or it is not yours.")
    form = form_for(action, member, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            job = services.act_on(selection=selection, action=action, values=form.values(), by=member)
        except (InvalidInput, Refused) as refusal:
            show_in(form, refusal)
        else:
            return redirect("job", job_id=job.id)
    context = {
        "selection": selection,
        "what": what,
        "label_of": LABELS[action],
        "verb": VERBS[action],
        "form": form,
        **_sample(selection, member),
    }
    return render(request, "staff_console/bulk/confirm.html", context, status=422 if form.is_bound else 200)


def _sample(selection: Selection, member: Member) -> dict[str, Any]:
    definition = definition_of(selection.list_code)
    try:
        rows = list(selected(definition, member, ids=selection.ids[:SAMPLE]))
    except AtriumError:
        rows = []
    count = len(selection.ids)
    return {
        "rows": rows,
        "count": count,
        "more": count - len(rows),
        "back": selection.list_code,
        "label": definition.label,
    }
