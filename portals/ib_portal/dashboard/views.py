"""The first page: what did I earn, what comes next, and the link that brings clients."""

import io

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from qrcode.image.svg import SvgPathFillImage

from portals.ib_portal.access import partner_page
from portals.ib_portal.dashboard import parts
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
def qr(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The link as a picture, a file of its own: our content policy allows no style inside a page."""
    picture = io.BytesIO()
    qrcode.make(parts.referral_link(partner), image_factory=SvgPathFillImage, border=2).save(picture)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")
