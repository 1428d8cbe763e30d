"""One lead: to look at, to take, to note a contact with, to let others take part in, to close."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError, Conflict, NotFound, Refused
from portals.staff_console.access import permitted
from portals.staff_console.leads.forms import CloseForm, ContactForm, PartForm
from portals.staff_console.leads.panel import done, panel, refused, sorry
from tenants.leads import selectors, services
from tenants.leads.models import Lead
from tenants.staff.models import Member
from tenants.staff.selectors import member as colleague


@require_safe
@permitted("leads.view")
def lead_page(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    lead = selectors.leads_for(member).filter(id=lead_id).first()
    if lead is None:
        kept = selectors.kept_lead_of(member, lead_id)
        if kept is None:
            raise NotFound("There is no such lead.")
        return redirect("lead", lead_id=kept.id)
    return panel(request, member, lead)


@require_POST
@permitted("leads.take")
def take(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    """Whoever comes second is told who has it; the row may be out of their sight by then, so the verb decides."""
    try:
        lead = services.take_lead(lead_id=lead_id, by=member)
    except (Conflict, Refused) as error:
        return sorry(request, error)
    return done(request, member, lead, _("%(name)s is yours now.") % {"name": lead.name})


@require_POST
@permitted("leads.edit")
def contact(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    lead, form = selectors.lead_for(member, lead_id, "leads.edit"), ContactForm(request.POST)
    if not form.is_valid():
        return panel(request, member, lead, status=422, contact_form=form)
    noted = services.note_contact(lead_id=lead.id, by=member, **form.cleaned_data)
    said = _("Contact noted, the protection runs anew.") if noted.renewed else _("Contact noted.")
    return done(request, member, lead, said)


@require_POST
@permitted("leads.edit")
def close(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    lead, form = selectors.lead_for(member, lead_id, "leads.edit"), CloseForm(request.POST)
    if not form.is_valid():
        return panel(request, member, lead, status=422, close_form=form)
    services.close_lead(lead_id=lead.id, because=form.cleaned_data["because"])
    return done(request, member, lead, _("Closed, as the person asked."))


@require_POST
@permitted("leads.assign")
def let_take_part(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    lead, form = selectors.lead_for(member, lead_id, "leads.assign"), PartForm(request.POST)
    if not form.is_valid():
        return panel(request, member, lead, status=422, part_form=form)
    services.take_part(lead=lead, **form.cleaned_data)
    return done(request, member, lead, _("%(name)s takes part now.") % {"name": form.cleaned_data["member"]})


@require_POST
@permitted("leads.assign")
def take_no_part(
    request: HttpRequest, member: Member, lead_id: uuid.UUID, member_id: uuid.UUID
) -> HttpResponse:
    lead, other = selectors.lead_for(member, lead_id, "leads.assign"), colleague(member_id)
    if other is None:
        raise NotFound("There is no such colleague.")
    services.take_no_part(lead=lead, member=other)
    return done(request, member, lead, _("%(name)s takes no part any more.") % {"name": other})


@require_POST
@permitted("leads.merge")
def undo_merge(request: HttpRequest, member: Member, lead_id: uuid.UUID, merge_id: uuid.UUID) -> HttpResponse:
    lead: Lead = selectors.lead_for(member, lead_id, "leads.merge")
    if not lead.merges.filter(id=merge_id).exists():
        raise NotFound("There is no such merge.")
    try:
        services.undo_merge(merge_id=merge_id, by=member)
    except AtriumError as error:
        return refused(request, member, lead, error)
    return done(request, member, lead, _("They are two again."))
