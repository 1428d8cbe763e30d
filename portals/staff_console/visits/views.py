"""“See the portal as they do”: why and how long, then a link that opens it, once and within a minute."""

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from atrium.brokers.selectors import host_of
from atrium.kernel import tenancy
from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.refusals import show_in
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.visits.forms import VisitForm
from tenants.clients.selectors import client_for
from tenants.ibs.models import Partner
from tenants.identity.models import User, Visit
from tenants.identity.visits import LINK_SECONDS
from tenants.staff.models import Member
from tenants.staff.visiting import see_portal_as


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("clients.impersonate")
def as_client(request: HttpRequest, member: Member, client_id: uuid.UUID) -> HttpResponse:
    client = client_for(member, client_id)
    return _ask(request, member, client.user, ("client", client.id), reverse("client", args=[client.id]))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("clients.impersonate")
def as_partner(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = Partner.objects.select_related("user").filter(id=partner_id).first()
    if partner is None or partner.user is None or not member.allows("partners.view"):
        raise NotFound("There is no such partner, or they are not yours to see.")
    return _ask(request, member, partner.user, ("partner", partner.id), reverse("partner", args=[partner.id]))


def _ask(
    request: HttpRequest, member: Member, to: User, subject: tuple[str, uuid.UUID], back: str
) -> HttpResponse:
    form = VisitForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "to": to, "back": back, "action": request.path}
    if request.method == "POST" and form.is_valid():
        try:
            visit, token = see_portal_as(member=member, to=to, subject=subject, **form.cleaned_data)
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            link = {
                "link": _link(visit, token),
                "visit": None,
                "minutes": visit.minutes,
                "seconds": LINK_SECONDS,
            }
            return render(request, _template(request), {**context, **link})
    return render(request, _template(request), context, status=422 if form.errors else 200)


def _template(request: HttpRequest) -> str:
    return f"staff_console/visits/{'drawer' if in_drawer(request) else 'page'}.html"


def _link(visit: Visit, token: str) -> str:
    """On the portal's own host: the console's cookies are not known there, nor the portal's here."""
    host = host_of(tenancy.require(), visit.surface)
    base = f"https://{host}" if settings.ENV.tls else f"http://{host}:{settings.ENV.port}"
    return f"{base}/visit/{token}/"
