"""The agreement first: nothing else opens until the partner has agreed to what is in force."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portals.ib_portal.access import before_agreement
from portals.shared.refusals import telling
from tenants.ibs import selectors
from tenants.ibs.models import Partner
from tenants.ibs.services import accept_agreement


@require_http_methods(["GET", "HEAD", "POST"])
@before_agreement
def agreement(request: HttpRequest, partner: Partner) -> HttpResponse:
    wanted = selectors.open_agreement(partner)
    if request.method == "POST":
        return _agree(request, partner)
    page = {"partner": partner, "wanted": wanted, "agreed": selectors.acceptances_of(partner)[:20]}
    return render(request, "ib_portal/agreement/agreement.html", page)


def _agree(request: HttpRequest, partner: Partner) -> HttpResponse:
    """To the version that was on the page, and to no other that came in between."""
    try:
        shown = uuid.UUID(request.POST.get("agreement", ""))
    except ValueError:
        return redirect("agreement")
    if request.POST.get("agree") != "yes":
        messages.error(request, _("Tick the box to agree. Nothing was recorded."))
        return redirect("agreement")
    with telling(request):
        accept_agreement(partner_id=partner.id, agreement_id=shown)
        messages.success(request, _("Thank you. You find what you agreed to under My conditions."))
    return redirect("ib_home" if selectors.open_agreement(partner) is None else "agreement")
