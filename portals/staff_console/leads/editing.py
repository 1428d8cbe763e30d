"""A person's profile is changed; over somebody else's change both are shown and nothing is lost."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atrium.kernel.errors import AtriumError, NotFound, Stale
from portals.shared.refusals import show_in
from portals.shared.stale import Difference, reconciled, seen_in
from portals.staff_console.access import any_member, in_drawer
from portals.staff_console.leads.forms import ProfileForm
from portals.staff_console.leads.panel import swapped
from portals.staff_console.work.answers import told
from tenants.clients.selectors import client_for
from tenants.leads import selectors, services
from tenants.leads.models import Lead
from tenants.staff.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
@any_member
def edit(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    lead = _editable(member, lead_id)
    if request.method != "POST":
        return _shown(request, lead, ProfileForm.of(lead, member), [], 200)
    form, differences, status = ProfileForm(request.POST, member=member), list[Difference](), 422
    if form.is_valid():
        try:
            seen = seen_in(request.POST)
            edited = services.edit_profile(lead_id=lead.id, changes=form.changes(), seen=seen, by=member)
        except Stale as stale:
            form, differences = reconciled(ProfileForm, request.POST, stale, member=member)
            status = swapped(request, stale.status)
        except AtriumError as error:
            show_in(form, error)
            status = swapped(request, error.status)
        else:
            said = _("A second person decides about this change.") if edited.waits else _("Profile saved.")
            return told(request, said, refetch="[data-lead], #leads, [data-person]", to=f"/leads/{lead.id}/")
    return _shown(request, lead, form, differences, status)


def _editable(member: Member, lead_id: uuid.UUID) -> Lead:
    """Of a client, whoever may change clients; else whoever may change leads."""
    lead = Lead.objects.filter(id=lead_id, client__isnull=False).select_related("client").first()
    if lead is not None:
        if not member.allows("clients.edit"):
            raise NotFound("There is no such person, or they are not yours to change.")
        return client_for(member, lead.client.id).lead
    return selectors.lead_for(member, lead_id, "leads.edit")


def _shown(
    request: HttpRequest, lead: Lead, form: ProfileForm, differences: list[Difference], status: int
) -> HttpResponse:
    kind = "form_drawer" if in_drawer(request) else "form_page"
    context = {
        "lead": lead,
        "form": form,
        "differences": differences,
        "approved_fields": selectors.policy().approved_fields if hasattr(lead, "client") else [],
        "part": "staff_console/leads/edit.html",
    }
    return render(request, f"staff_console/leads/{kind}.html", context, status=status)
