"""The first page: what did I earn, what comes next, and the link that brings clients."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.ib_portal.access import partner_page
from portals.ib_portal.dashboard import parts
from portals.ib_portal.links.views import qr as picture_of
from tenants.ibs.models import Partner


@require_safe
@partner_page
def home(request: HttpRequest, partner: Partner) -> HttpResponse:
    page = {
        **parts.figures(partner),
        **parts.latest(partner),
        **parts.picture(partner),
        "link": parts.referral_link(partner),
    }
    return render(request, "ib_portal/dashboard/home.html", page)


@require_safe
@partner_page
def figures(request: HttpRequest, partner: Partner) -> HttpResponse:
    return render(request, "ib_portal/dashboard/figures.html", parts.figures(partner))


@require_safe
@partner_page
def latest(request: HttpRequest, partner: Partner) -> HttpResponse:
    return render(request, "ib_portal/dashboard/latest.html", parts.latest(partner))


@require_safe
@partner_page
def progress(request: HttpRequest, partner: Partner) -> HttpResponse:
    """A part of its own: it looks through a whole period's deals, and the page does not wait for it."""
    return render(request, "ib_portal/dashboard/progress.html", parts.rank(partner))


@require_safe
@partner_page
def qr(request: HttpRequest, partner: Partner) -> HttpResponse:
    return picture_of(parts.referral_link(partner))
