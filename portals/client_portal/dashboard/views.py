"""The first page: what it is all worth, the next step, then the rest."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.client_portal.access import client_page
from portals.client_portal.dashboard import parts
from tenants.clients.models import Client


@require_safe
@client_page
def dashboard(request: HttpRequest, client: Client) -> HttpResponse:
    page = {**parts.worth(client, ask=False), **parts.latest(client), "chart": parts.chart(client)}
    return render(request, "client_portal/dashboard/dashboard.html", page)


@require_safe
@client_page
def worth(request: HttpRequest, client: Client) -> HttpResponse:
    """Fetched after the page, and again when the line was lost: the trading servers are asked now."""
    return render(request, "client_portal/dashboard/worth.html", parts.worth(client, ask=True))


@require_safe
@client_page
def latest(request: HttpRequest, client: Client) -> HttpResponse:
    return render(request, "client_portal/dashboard/latest.html", parts.latest(client))
