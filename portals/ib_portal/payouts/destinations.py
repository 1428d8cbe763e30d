"""Where a partner's money may go: add a place with a second factor, see whether it was looked at, remove it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portals.ib_portal.access import partner_page
from portals.shared.destinations.pages import adding
from portals.shared.refusals import telling
from tenants.ibs.models import Partner
from tenants.payments import selectors
from tenants.payments.services import owner_partner, remove_destination


@require_http_methods(["GET", "POST"])
@partner_page
def destinations(request: HttpRequest, partner: Partner) -> HttpResponse:
    shown = adding(request, owner_partner(partner.id))
    if shown is None:
        return redirect("ib_destinations")
    page = {"partner": partner, "places": selectors.destinations_of_partner(partner), **shown}
    status = 422 if shown["form"].errors else 200
    return render(request, "ib_portal/payouts/destinations.html", page, status=status)


@require_POST
@partner_page
def remove(request: HttpRequest, partner: Partner, destination_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        remove_destination(owner=owner_partner(partner.id), destination_id=destination_id, by=partner.user_id)
        messages.success(request, _("Removed. Nothing is sent there any more."))
    return redirect("ib_destinations")
