"""A lead goes to another colleague, or into a pool."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atrium.kernel.errors import AtriumError
from portals.shared.refusals import show_in
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.leads.forms import AssignForm
from portals.staff_console.leads.panel import LISTS
from portals.staff_console.work.answers import told
from tenants.leads import selectors, services
from tenants.leads.models import Lead
from tenants.leads.types import ANYBODY
from tenants.staff.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("leads.assign")
def assign(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    lead = selectors.lead_for(member, lead_id, "leads.assign")
    form = AssignForm(request.POST or None, initial={"expected": lead.assigned_to_id or "nobody"})
    if request.method == "POST" and form.is_valid():
        try:
            lead = _assigned(lead, form)
        except AtriumError as error:
            show_in(form, error)
        else:
            to = lead.assigned_to or _("the pool")
            words = _("%(name)s now belongs to %(to)s.") % {"name": lead.name, "to": to}
            return told(request, words, refetch=f"{LISTS}, [data-lead]", to="leads")
    kind = "form_drawer" if in_drawer(request) else "form_page"
    context = {"lead": lead, "form": form, "part": "staff_console/leads/assign.html"}
    status = 422 if form.is_bound else 200
    return render(request, f"staff_console/leads/{kind}.html", context, status=status)


def _assigned(lead: Lead, form: AssignForm) -> Lead:
    """What the page showed must still be so; a form without it (another program's) takes what is there."""
    expected = form.cleaned_data["expected"]
    return services.assign_lead(
        lead_id=lead.id,
        member=form.cleaned_data["member"],
        desk=form.cleaned_data["desk"],
        reason=form.cleaned_data["reason"],
        expected_member=ANYBODY if not expected else None if expected == "nobody" else uuid.UUID(expected),
    )
