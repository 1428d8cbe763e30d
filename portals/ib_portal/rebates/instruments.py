"""Rebates by instrument: what each earned, and how much of it is in the wallet."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from portals.ib_portal.access import is_part, partner_page
from portals.ib_portal.rebates import filters
from tenants.ibs.models import Partner
from tenants.rebates import selectors

ZERO = Decimal(0)


@require_safe
@partner_page
def instruments(request: HttpRequest, partner: Partner) -> HttpResponse:
    wanted = filters.Filters.read(request.GET)
    if "since" not in request.GET:
        wanted = replace(wanted, since=clock.now().date().replace(day=1))
    rows = selectors.by_symbol(partner, wanted.apply(selectors.lines_for(partner)))
    page = {
        "partner": partner,
        "wanted": wanted,
        "rows": rows,
        "earned": sum((row.amount for row in rows), ZERO),
        "settled": sum((row.settled for row in rows), ZERO),
        "unsettled": sum((row.unsettled for row in rows), ZERO),
        "clients": filters.clients_to_choose(partner),
        "tabs": tabs("instruments"),
    }
    template = "instruments_list.html" if is_part(request, "instruments") else "instruments.html"
    return render(request, f"ib_portal/rebates/{template}", page)


def tabs(current: str) -> list[dict[str, Any]]:
    return [
        {"label": _("Line by line"), "href": reverse("rebates"), "current": current == "lines"},
        {
            "label": _("By instrument"),
            "href": reverse("rebates_by_instrument"),
            "current": current == "instruments",
        },
    ]
