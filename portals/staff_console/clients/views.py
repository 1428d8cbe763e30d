"""Clients: the list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.shared.listing import listing_of
from portals.staff_console.access import permitted
from portals.staff_console.lists.screens import CLIENTS
from tenants.staff.models import Member


@require_safe
@permitted("clients.view")
def client_list(request: HttpRequest, member: Member) -> HttpResponse:
    return render(request, "staff_console/clients/list.html", {"list": listing_of(request, member, CLIENTS)})
