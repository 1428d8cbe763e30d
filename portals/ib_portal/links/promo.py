"""Promo material: banners by language and size with the partner's own link in them, and words to copy."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from atrium.brokers.selectors import address_of
from atrium.kernel import tenancy
from atrium.kernel.errors import NotFound
from portals.ib_portal.access import partner_page
from portals.ib_portal.links.figures import address
from portals.shared.paging import page_of
from tenants.ibs import selectors
from tenants.ibs.models import Partner, Promo


@dataclass(frozen=True, slots=True)
class Item:
    promo: Promo
    picture: str
    snippet: str


@require_safe
@partner_page
def material(request: HttpRequest, partner: Partner) -> HttpResponse:
    language, size = request.GET.get("language", "")[:10], request.GET.get("size", "")[:12]
    links = {str(link.id): link for link in selectors.links_of(partner) if link.is_on}
    chosen = links.get(request.GET.get("link", ""))
    target = address(chosen.code if chosen else partner.code)
    page = page_of(selectors.promo(language=language, size=size), request.GET.get("cursor", ""), size=24)
    found = {
        "partner": partner,
        "page": page,
        "items": [_item(one, target) for one in page.rows],
        "languages": _languages(),
        "sizes": _sizes(),
        "links": [(key, link.title) for key, link in links.items()],
        "language": language,
        "size": size,
        "link": chosen,
    }
    return render(request, "ib_portal/links/material.html", found)


@require_safe
@partner_page
def picture(request: HttpRequest, partner: Partner, promo_id: uuid.UUID) -> HttpResponse:
    """The banner for this page: pictures of other hosts are shown on none of ours."""
    found = selectors.promo().filter(id=promo_id, kind=Promo.Kind.BANNER).first()
    if found is None:
        raise NotFound("There is no such banner.")
    return HttpResponse(bytes(found.image), content_type=found.image_type)


def _item(promo: Promo, target: str) -> Item:
    if promo.kind == Promo.Kind.WORDS:
        return Item(promo, "", f"{promo.words} {target}")
    shown = f"{address_of(tenancy.require(), 'client')}/b/{promo.id}"
    snippet = format_html(
        '<a href="{}" rel="sponsored"><img src="{}" width="{}" height="{}" alt="{}"></a>',
        f"{target}?b={promo.id}" if promo.landing_id else target,
        shown,
        promo.width,
        promo.height,
        promo.title,
    )
    return Item(promo, reverse("ib_promo_picture", args=[promo.id]), str(snippet))


def _languages() -> list[tuple[str, str]]:
    codes = selectors.promo().order_by("language").values_list("language", flat=True).distinct()
    return [(code, code) for code in codes]


def _sizes() -> list[tuple[str, str]]:
    banners = selectors.promo().filter(kind=Promo.Kind.BANNER).order_by("width", "height")
    return [
        (f"{width}x{height}", f"{width} × {height}")
        for width, height in banners.values_list("width", "height").distinct()
    ]
