"""What came to the wallet of rebates, and when the rest does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.ib_portal.access import is_part, partner_page
from portals.ib_portal.figures import figures_of, next_due
from portals.shared.paging import page_of
from tenants.ibs.models import Partner
from tenants.rebates import paying


@require_safe
@partner_page
def settled(request: HttpRequest, partner: Partner) -> HttpResponse:
    context = {
        "partner": partner,
        "page": page_of(paying.settlements_of(partner), request.GET.get("cursor", ""), by="at"),
        "figures": figures_of(partner),
        "next_due": next_due(partner),
    }
    template = "settled_list.html" if is_part(request, "settled") else "settled.html"
    return render(request, f"ib_portal/payouts/{template}", context)
