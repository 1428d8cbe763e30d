"""People are entered by staff: as a lead, as a client at the desk, or from a lead that is known."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.refusals import show_in
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.leads.forms import JoinForm, NewLeadForm, RegisterForm
from portals.staff_console.leads.panel import done, refused
from tenants.approvals.rates import broker_currency
from tenants.clients import services as clients
from tenants.clients.models import Client
from tenants.clients.selectors import clients_for
from tenants.leads import selectors, services
from tenants.leads.models import Lead
from tenants.staff.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("leads.edit")
def new_lead(request: HttpRequest, member: Member) -> HttpResponse:
    form = NewLeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        keep, source = facts.pop("keep"), facts.pop("source") or "staff"
        try:
            lead = services.create_lead(**facts, source=source, assign_to=member if keep else None)
        except AtriumError as error:
            show_in(form, error)
        else:
            to = lead.assigned_to or _("nobody yet")
            words = _("Lead %(name)s added and assigned to %(to)s.") % {"name": lead.name, "to": to}
            messages.success(request, words)
            # The rules may have given it to somebody else, and then its page is not the adder's to see.
            if selectors.is_visible(member, lead.id):
                return redirect("lead", lead_id=lead.id)
            return redirect("leads")
    context = {"form": form, "may_register": member.allows("clients.register")}
    return render(request, "staff_console/leads/new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("clients.register")
def register(request: HttpRequest, member: Member) -> HttpResponse:
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "source": form.cleaned_data["source"] or "office"}
        try:
            client = clients.register_in_person(**facts, currency=broker_currency(), by=member)
        except AtriumError as error:
            show_in(form, error)
        else:
            words = _("Client %(number)s is registered. The first password was mailed to %(email)s.")
            messages.success(request, words % {"number": client.number, "email": client.user.email})
            seen = clients_for(member).filter(id=client.id).exists()
            return redirect("client", client_id=client.id) if seen else redirect("clients")
    return render(
        request, "staff_console/leads/register.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("clients.register")
def convert(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    """A lead becomes a client: with a log-in of its own, or because it is a client that is known."""
    lead = selectors.lead_for(member, lead_id, "clients.register")
    join = JoinForm(request.POST if "number" in request.POST else None)
    try:
        if request.method == "POST" and "number" not in request.POST:
            clients.register_lead(lead=lead, currency=broker_currency(), by=member)
            return done(request, member, lead, _("%(name)s is a client now.") % {"name": lead.name})
        if join.is_bound and join.is_valid():
            clients.convert_into(lead=lead, client_number=join.cleaned_data["number"], by=member)
            return done(request, member, lead, _("Lead and client are one now."))
    except AtriumError as error:
        return refused(request, member, lead, error)
    kind = "form_drawer" if in_drawer(request) else "form_page"
    context = {
        "lead": lead,
        "join_form": join,
        "may_join": "client_number" in selectors.policy().converts_by,
        "same_phone": _same_phone(member, lead),
        "part": "staff_console/leads/convert.html",
    }
    return render(request, f"staff_console/leads/{kind}.html", context, status=422 if join.is_bound else 200)


@require_POST
@permitted("clients.register")
def mail_password(request: HttpRequest, member: Member, lead_id: uuid.UUID) -> HttpResponse:
    lead = selectors.lead_for(member, lead_id, "clients.register")
    client = clients_for(member).filter(lead=lead).first()
    if client is None:
        raise NotFound("There is no such client.")
    try:
        clients.send_password_again(client=client, by=member)
    except AtriumError as error:
        return refused(request, member, lead, error)
    return done(request, member, lead, _("A new first password was mailed."))


def _same_phone(member: Member, lead: Lead) -> list[Client]:
    """Clients in sight who have this lead's number, where the broker wants them recognised by it."""
    if not lead.phone or "phone" not in selectors.policy().converts_by:
        return []
    return list(clients_for(member).filter(lead__phone=lead.phone).exclude(lead=lead)[:3])
