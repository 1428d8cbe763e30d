from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portals.client_portal.access import client_page
from tenants.clients.models import Client


@client_page
def dashboard(request: HttpRequest, client: Client) -> HttpResponse:
    return render(request, "client_portal/dashboard/dashboard.html", {"client": client})
