"""Leads: the list that fills by itself, a lead's drawer or page, adding and assigning."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portals.shared.paging import page_of
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.leads.forms import AssignForm, NewLeadForm
from tenants.activity.selectors import timeline
from tenants.activity.types import Subject
from tenants.leads import selectors, services
from tenants.leads.models import Lead
from tenants.staff.models import Member

SCOPES = ("mine", "free")


@require_safe
@permitted("leads.view")
def lead_list(request: HttpRequest, member: Member) -> HttpResponse:
    found = selectors.search(selectors.leads_for(member), request.GET.get("q", ""))
    status, scope = request.GET.get("status", ""), request.GET.get("scope", "")
    if status in Lead.Status.values:
        found = found.filter(status=status)
    if scope == "mine":
        found = found.filter(assigned_to=member)
    elif scope == "free":
        found = found.filter(assigned_to__isnull=True)
    narrowed = any(request.GET.get(name) for name in ("q", "status", "scope", "cursor"))
    context = {
        "page": page_of(found, request.GET.get("cursor", "")),
        "statuses": Lead.Status.choices,
        "scopes": [("mine", _("Mine")), ("free", _("Nobody’s yet"))],
        # New rows arrive only where the reader has narrowed nothing: there every new lead belongs.
        "arrivals": "" if narrowed else "on",
        "narrowed": narrowed,
        "may_add": member.allows("leads.edit"),
    }
    return render(request, "staff_console/leads/list.html", context)


@require_safe
@permitted("leads.view")
def lead_page(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    lead = selectors.lead_for(member, lead_id)
    client = getattr(lead, "client", None)
    subjects = [Subject("lead", lead.id)] + ([Subject("client", client.id)] if client else [])
    context = {
        "lead": lead,
        "client": client,
        "entries": timeline(subjects, limit=30).entries,
        "changes": lead.status_changes.order_by("at"),
        "assign_form": AssignForm() if member.allows("leads.assign") else None,
        "may_see_client": client is not None and member.allows("clients.view"),
    }
    return render(request, f"staff_console/leads/{'drawer' if in_drawer(request) else 'page'}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("leads.edit")
def new_lead(request: HttpRequest, member: Member) -> HttpResponse:
    form = NewLeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lead = services.create_lead(**form.cleaned_data, source="staff")
        to = lead.assigned_to or _("nobody yet")
        messages.success(
            request, _("Lead %(name)s added and assigned to %(to)s.") % {"name": lead.name, "to": to}
        )
        return redirect("lead", lead_id=lead.id) if _is_visible(member, lead) else redirect("leads")
    return render(
        request, "staff_console/leads/new.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _is_visible(member: Member, lead: Lead) -> bool:
    """The rules may have given it to somebody else, and then its page is not the adder's to see."""
    return selectors.leads_for(member).filter(id=lead.id).exists()


@require_http_methods(["POST"])
@permitted("leads.assign")
def assign(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    lead = selectors.lead_for(member, lead_id)
    form = AssignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a manager and give a reason. Nothing was changed."))
        return redirect("lead", lead_id=lead.id)
    chosen = form.cleaned_data["member"]
    services.assign_lead(lead_id=lead.id, member=chosen, reason=form.cleaned_data["reason"])
    messages.success(request, _("%(name)s now belongs to %(to)s.") % {"name": lead.name, "to": chosen})
    return redirect("leads")
