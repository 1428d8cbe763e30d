"""Clients: one's own and those of the sub-IBs, with what their deals earned. Names are masked."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atrium.kernel.money import Money, round_half_even
from portals.ib_portal.access import is_part, partner_page
from portals.shared.paging import page_of
from tenants.ibs import selectors
from tenants.ibs.models import ClientPartner, Partner
from tenants.rebates.models import Line


@require_safe
@partner_page
def clients(request: HttpRequest, partner: Partner) -> HttpResponse:
    whose = request.GET.get("whose", "")
    of_sub = selectors.partner_for(partner, request.GET["partner"]) if request.GET.get("partner") else None
    page = page_of(_wanted(partner, whose, of_sub), request.GET.get("cursor", ""), by="valid_from")
    found = {
        "partner": partner,
        "page": page,
        "earned": earned_by_client(partner, page.rows),
        "tabs": _tabs(whose),
        "of_sub": of_sub,
    }
    template = "list.html" if is_part(request, "clients") else "clients.html"
    return render(request, f"ib_portal/clients/{template}", found)


def _wanted(partner: Partner, whose: str, of_sub: Partner | None) -> QuerySet[ClientPartner]:
    if of_sub is not None:
        return selectors.clients_of(of_sub, direct=True)
    rows = selectors.clients_of(partner, direct=whose == "direct")
    return rows.exclude(partner=partner) if whose == "subs" else rows


def earned_by_client(partner: Partner, rows: Sequence[ClientPartner]) -> dict[Any, dict[str, Any]]:
    """Client → what the viewer has from its deals: how many, lots, rebate. One query for the page."""
    lines = Line.objects.filter(partner=partner, of_client__in=[row.client_id for row in rows])
    own = Q(currency=partner.currency)
    totals = lines.values("of_client").annotate(
        deals=Count("deal_id", distinct=True), lots=Sum("lots"), amount=Sum("amount", filter=own)
    )
    found: dict[Any, dict[str, Any]] = {row.client_id: {"deals": 0, "lots": 0, "money": None} for row in rows}
    for row in totals:
        found[row["of_client"]] = {**row, "money": _money(row["amount"], partner.currency)}
    return found


def _money(amount: Decimal | None, currency: str) -> Money | None:
    return round_half_even(amount, currency) if amount else None


def _tabs(whose: str) -> list[dict[str, Any]]:
    words = (("", _("All")), ("direct", _("Your own")), ("subs", _("Of your sub-IBs")))
    return [{"href": f"?whose={code}", "label": word, "current": code == whose} for code, word in words]
