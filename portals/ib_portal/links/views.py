"""Links: what brings clients, what became of each, and the same as a QR code."""

import io
import uuid
from typing import Any

import qrcode
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe
from qrcode.image.svg import SvgPathFillImage

from atrium.kernel.errors import AtriumError
from portals.ib_portal.access import partner_page
from portals.ib_portal.exports import streamed
from portals.ib_portal.links import figures
from portals.ib_portal.links.forms import LinkForm
from portals.shared.paging import page_of
from portals.shared.refusals import show_in
from tenants.ibs import selectors, services
from tenants.ibs.models import Click, Partner, ReferralLink


@require_safe
@partner_page
def links(request: HttpRequest, partner: Partner) -> HttpResponse:
    return render(request, "ib_portal/links/links.html", _page(partner, LinkForm()))


@require_http_methods(["POST"])
@partner_page
def new_link(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            made = services.add_link(
                partner_id=partner.id,
                title=form.cleaned_data["title"],
                code=form.cleaned_data["code"],
                landing_id=form.landing_id,
            )
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Your link is ready: copy it, or take its QR code."))
            return redirect("ib_link", link_id=made.id)
    return render(request, "ib_portal/links/links.html", _page(partner, form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@partner_page
def link(request: HttpRequest, partner: Partner, link_id: uuid.UUID) -> HttpResponse:
    found = selectors.link_for(partner, link_id)
    form = LinkForm(request.POST if request.method == "POST" else None, link=found)
    if request.method == "POST" and form.is_valid() and _change(partner, found, form):
        messages.success(request, _("Saved."))
        return redirect("ib_link", link_id=found.id)
    clicks = selectors.clicks_of(partner).filter(link=found)
    page = {
        "partner": partner,
        "link": found,
        "address": figures.address(found.code),
        "form": form,
        "chart": figures.chart_of(selectors.clicks_by_day(partner, link=found)),
        "totals": selectors.totals_by_link(partner, since=found.created_at).get(found.id),
        "page": page_of(clicks, request.GET.get("cursor", ""), by="at"),
    }
    return render(request, "ib_portal/links/link.html", page, status=422 if form.errors else 200)


@require_safe
@partner_page
def link_qr(request: HttpRequest, partner: Partner, link_id: uuid.UUID) -> HttpResponse:
    return qr(figures.address(selectors.link_for(partner, link_id).code))


@require_safe
@partner_page
def own_qr(request: HttpRequest, partner: Partner) -> HttpResponse:
    return qr(figures.address(partner.code))


@require_safe
@partner_page
def clicks_file(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    head = (
        _("When"),
        _("Link"),
        pgettext("of a link", "Code"),
        _("What"),
        _("Device"),
        _("Came from"),
        _("Channel"),
    )
    return streamed("clicks", head, selectors.clicks_of(partner), _cells, by="at")


def qr(address: str) -> HttpResponse:
    """A file of its own: our content policy allows no style inside a page."""
    picture = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathFillImage, border=2).save(picture)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _cells(rows: Any) -> list[list[Any]]:
    clicks: list[Click] = list(rows)
    return [
        [
            one.at,
            one.link.title if one.link else "",
            one.code,
            one.get_kind_display(),
            one.device,
            one.came_from,
            one.channel,
        ]
        for one in clicks
    ]


def _change(partner: Partner, found: ReferralLink, form: LinkForm) -> bool:
    try:
        services.change_link(
            partner_id=partner.id,
            link_id=found.id,
            title=form.cleaned_data["title"],
            landing_id=form.landing_id,
            is_on=form.cleaned_data["is_on"],
        )
    except AtriumError as refusal:
        show_in(form, refusal)
        return False
    return True


def _page(partner: Partner, form: LinkForm) -> dict[str, Any]:
    rows = figures.rows_of(partner)
    return {
        "partner": partner,
        "form": form,
        "rows": rows,
        "totals": figures.all_of(rows),
        "chart": figures.chart_of(selectors.clicks_by_day(partner)),
        "window": selectors.window_of(partner),
        "policy": selectors.policy(),
    }
