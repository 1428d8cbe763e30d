"""Rebates: the list, newest first, and the explanation of each amount, also of a zero."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.ib_portal.access import is_part, partner_page
from portals.ib_portal.rebates import explanation, filters
from portals.shared.paging import page_of
from tenants.ibs.models import Partner
from tenants.rebates import privacy, selectors


@require_safe
@partner_page
def lines(request: HttpRequest, partner: Partner) -> HttpResponse:
    wanted = filters.Filters.read(request.GET)
    page = {
        "partner": partner,
        "page": page_of(wanted.apply(selectors.lines_for(partner)), request.GET.get("cursor", ""), by="time"),
        "wanted": wanted,
        "clients": filters.clients_to_choose(partner),
        "symbols": filters.symbols_to_choose(partner),
    }
    template = "list.html" if is_part(request, "rebates") else "lines.html"
    return render(request, f"ib_portal/rebates/{template}", page)


@require_safe
@partner_page
def line(request: HttpRequest, partner: Partner, line_id: int) -> HttpResponse:
    found = selectors.line_for(partner, line_id)
    page = {
        "partner": partner,
        "line": found,
        "why": explanation.of(found, privacy.trace_for(partner, found)),
    }
    template = "line_part.html" if is_part(request, "drawer-body") else "line.html"
    return render(request, f"ib_portal/rebates/{template}", page)


@require_safe
@partner_page
def document(request: HttpRequest, partner: Partner, line_id: int) -> HttpResponse:
    """For a tool of the partner's own: everything that gives this amount, and the amount it must give."""
    found = privacy.explain_for(partner, selectors.line_for(partner, line_id))
    headers = {"Content-Disposition": f'attachment; filename="rebate-{line_id}.json"'}
    return JsonResponse(found, headers=headers, json_dumps_params={"indent": 1})
