"""Where a client's money may go: add one with a second factor, see whether it was looked at, remove it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portals.client_portal.access import client_page
from portals.shared.destinations.pages import adding
from portals.shared.refusals import telling
from tenants.clients.models import Client
from tenants.payments import selectors
from tenants.payments.services import owner_client, remove_destination


@require_http_methods(["GET", "POST"])
@client_page
def destinations(request: HttpRequest, client: Client) -> HttpResponse:
    shown = adding(request, owner_client(client.id))
    if shown is None:
        return redirect("destinations")
    page = {"client": client, "places": selectors.destinations_of(client), **shown}
    status = 422 if shown["form"].errors else 200
    return render(request, "client_portal/money/destinations.html", page, status=status)


@require_POST
@client_page
def remove(request: HttpRequest, client: Client, destination_id: uuid.UUID) -> HttpResponse:
    with telling(request):
        remove_destination(owner=owner_client(client.id), destination_id=destination_id, by=client.user_id)
        messages.success(request, _("Removed. Nothing is sent there any more."))
    return redirect("destinations")
