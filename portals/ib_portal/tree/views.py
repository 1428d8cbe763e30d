"""The tree below the reader. Nobody above or beside it is in it."""

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from portals.ib_portal.access import partner_page
from portals.ib_portal.tree import pictures
from portals.ib_portal.tree.pictures import Brought
from tenants.ibs import selectors
from tenants.ibs.models import Partner
from tenants.rebates.models import Line

DAYS = 30


@require_safe
@partner_page
def tree(request: HttpRequest, partner: Partner) -> HttpResponse:
    root = selectors.tree_of(partner)
    brought = brought_by_partner(partner)
    page = {
        "partner": partner,
        "root": root,
        "rows": list(pictures.rows_of(root, brought)),
        "nodes": [pictures.nested(root, brought)],
        "chart": pictures.chart_of(root, brought),
    }
    return render(request, "ib_portal/tree/tree.html", page)


def brought_by_partner(partner: Partner) -> dict[UUID, Brought]:
    """Partner → what the deals of its own clients were in 30 days, as the reader's own lines know them."""
    since = clock.now() - timedelta(days=DAYS)
    lines = Line.objects.filter(partner=partner, currency=partner.currency, time__gte=since)
    sums = lines.values("of_client").annotate(lots=Sum("lots"), amount=Sum("amount"))
    direct = dict(selectors.clients_of(partner).values_list("client_id", "partner_id"))
    found: dict[UUID, Brought] = defaultdict(lambda: Brought(partner.currency))
    for row in sums:
        partner_id = direct.get(row["of_client"], partner.id)
        found[partner_id] = found[partner_id].plus(row["lots"], row["amount"])
    return found
