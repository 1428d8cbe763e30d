"""What a client gets back from its own trades: what its partner gives it, and each amount with its trade."""

from decimal import Decimal

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from atrium.kernel.money import round_half_even
from portals.client_portal.access import client_page
from portals.shared.paging import page_of
from tenants.clients.models import Client
from tenants.ibs import selectors
from tenants.rebates.models import Line


@require_safe
@client_page
def rebates(request: HttpRequest, client: Client) -> HttpResponse:
    """Whose partner it is and what that partner keeps is not the client's business: the part of it alone is told."""
    lines = Line.objects.filter(client=client)
    since = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    month = lines.filter(time__gte=since).exclude(amount=0).values("currency").annotate(total=Sum("amount"))
    page = page_of(lines.exclude(amount=0), request.GET.get("cursor", ""), by="time")
    found = {
        "given": selectors.given_to(client.id, client.group) * Decimal(100),
        "month": [round_half_even(row["total"], row["currency"]) for row in month.order_by("currency")],
        "page": page,
        "rows": [(line, round_half_even(line.amount, line.currency)) for line in page.rows],
    }
    return render(request, "client_portal/rebates/rebates.html", found)
