"""Rebates: the list, newest first, and the explanation of each amount, also of a zero."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portals.ib_portal.access import is_part, partner_page
from portals.ib_portal.exports import streamed
from portals.ib_portal.rebates import explanation, filters
from portals.ib_portal.rebates.instruments import tabs
from portals.shared.paging import page_of
from tenants.ibs import selectors as ibs
from tenants.ibs.models import Partner
from tenants.ibs.rules.masking import client_name
from tenants.rebates import privacy, selectors
from tenants.rebates.models import Line


@require_safe
@partner_page
def lines(request: HttpRequest, partner: Partner) -> HttpResponse:
    wanted = filters.Filters.read(request.GET)
    page = {
        "partner": partner,
        "page": page_of(wanted.apply(selectors.lines_for(partner)), request.GET.get("cursor", ""), by="time"),
        "wanted": wanted,
        "clients": filters.clients_to_choose(partner),
        "tabs": tabs("lines"),
        "symbols": filters.symbols_to_choose(partner),
    }
    template = "list.html" if is_part(request, "rebates") else "lines.html"
    return render(request, f"ib_portal/rebates/{template}", page)


@require_safe
@partner_page
def lines_file(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    """Every line that the filters leave, in full precision."""
    head = [_("When"), _("Source"), _("Client"), _("Name"), _("Symbol"), _("Lots"), _("Level"), _("Plan")]
    head += [_("Amount"), _("Currency"), _("Reason"), _("Due")]
    sight = ibs.sight()
    rows = filters.Filters.read(request.GET).apply(selectors.lines_for(partner))
    return streamed("rebates", head, rows, lambda found: [_cells(line, sight) for line in found], by="time")


def _cells(line: Line, sight: str) -> Sequence[Any]:
    client = line.of_client
    who = (client.number, client_name(client.lead.name, sight)) if client else ("", "")
    facts = (
        line.symbol,
        line.lots,
        line.level,
        line.plan_code,
        line.amount,
        line.currency,
        line.reason,
        line.due,
    )
    return (line.time, line.source, *who, *facts)


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
