"""Clients: the list, the card, the KYC decision."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.paging import page_of
from portals.staff_console.access import permitted
from portals.staff_console.clients import card
from portals.staff_console.clients.forms import KycForm
from tenants.clients import selectors
from tenants.kyc import services as kyc
from tenants.kyc.models import Check
from tenants.leads.models import Lead
from tenants.staff.models import Member


@require_safe
@permitted("clients.view")
def client_list(request: HttpRequest, member: Member) -> HttpResponse:
    found = selectors.search(selectors.clients_for(member), request.GET.get("q", ""))
    status = request.GET.get("status", "")
    if status in Lead.Status.values:
        found = found.filter(lead__status=status)
    context = {
        "page": page_of(found, request.GET.get("cursor", "")),
        "statuses": Lead.Status.choices,
        "narrowed": bool(request.GET.get("q") or status),
    }
    return render(request, "staff_console/clients/list.html", context)


@require_safe
@permitted("clients.view")
def client_card(request: HttpRequest, member: Member, client_id: uuid.UUID) -> HttpResponse:
    return _show(request, member, client_id, KycForm())


@require_safe
@permitted("clients.view")
def live_money(request: HttpRequest, member: Member, client_id: uuid.UUID) -> HttpResponse:
    client = selectors.client_for(member, client_id)
    if not member.allows("finance.view"):
        raise NotFound("This page does not exist, or it is not yours to see.")
    return render(
        request, "staff_console/clients/money.html", {"client": client, **card.money_of(member, client)}
    )


@require_safe
@permitted("clients.view")
def live_timeline(request: HttpRequest, member: Member, client_id: uuid.UUID) -> HttpResponse:
    client = selectors.client_for(member, client_id)
    context = {"client": client, "lead": client.lead, "entries": card.entries_of(client)}
    return render(request, "staff_console/clients/timeline.html", context)


@require_POST
@permitted("kyc.decide")
def decide_kyc(
    request: HttpRequest, member: Member, client_id: uuid.UUID, check_id: uuid.UUID
) -> HttpResponse:
    client = selectors.client_for(member, client_id)
    if not Check.objects.filter(id=check_id, client=client).exists():
        raise NotFound("There is no such check.")
    form = KycForm(request.POST)
    if not form.is_valid():
        return _show(request, member, client_id, form)
    approve = form.cleaned_data["outcome"] == "approve"
    try:
        kyc.decide_check(
            check_id=check_id, by=member.user, approve=approve, reason=form.cleaned_data["reason"]
        )
    except AtriumError as error:
        form.add_error(None, error.message)
        return _show(request, member, client_id, form)
    messages.success(
        request, _("Check approved.") if approve else _("Check refused; the client is told why.")
    )
    return redirect("client", client_id=client.id)


def _show(request: HttpRequest, member: Member, client_id: uuid.UUID, form: KycForm) -> HttpResponse:
    client = selectors.client_for(member, client_id)
    context = {**card.whole(member, client), "kyc_form": form}
    return render(request, "staff_console/clients/card.html", context, status=422 if form.is_bound else 200)
