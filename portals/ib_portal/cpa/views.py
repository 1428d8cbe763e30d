"""CPA: every client whom such a plan is for, with the value, target and deadline of each condition, a page of clients at a time."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portals.ib_portal.access import is_part, partner_page
from portals.shared.paging import page_of
from tenants.ibs import selectors
from tenants.ibs.models import Partner
from tenants.rebates import cpa

STATES: Final = {
    cpa.WAITING: ("wait", _("Waiting for the first deposit")),
    cpa.RUNNING: ("busy", _("On the way")),
    cpa.MET: ("good", _("Met, being computed")),
    cpa.MISSED: ("bad", _("Missed")),
    cpa.PAID: ("good", _("Earned")),
    cpa.TAKEN_BACK: ("bad", _("Taken back")),
}


@require_safe
@partner_page
def progress(request: HttpRequest, partner: Partner) -> HttpResponse:
    page = page_of(selectors.clients_of(partner), request.GET.get("cursor", ""), by="valid_from")
    clients = list({row.client_id: row.client for row in page.rows}.values())
    rows = [(row, *STATES[row.state]) for row in cpa.progress_of(partner, clients)]
    template = "list.html" if is_part(request, "cpa") else "cpa.html"
    return render(
        request, f"ib_portal/cpa/{template}", {"page": page, "rows": rows, "sight": selectors.sight()}
    )
