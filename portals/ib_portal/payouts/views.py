"""Payouts: ask for one, take it back, and see what became of the others."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import AtriumError, Conflict, NotFound
from portals.ib_portal.access import is_part, partner_page
from portals.ib_portal.figures import figures_of
from portals.ib_portal.payouts.forms import PayoutForm
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from tenants.approvals.services import withdraw
from tenants.ibs.models import Partner
from tenants.payments import selectors
from tenants.payments.services import request_payout
from tenants.rebates.services import settle_due


@require_http_methods(["GET", "POST"])
@partner_page
def payouts(request: HttpRequest, partner: Partner) -> HttpResponse:
    places = selectors.destinations_of_partner(partner).filter(state="verified")
    form = PayoutForm(request.POST or None, currency=partner.currency, places=list(places))
    if request.method == "POST" and form.is_valid() and _ask(partner, form):
        money = form.cleaned_data["amount"]
        messages.success(
            request, _("You asked for %(money)s. The broker decides, and you see it here.") % {"money": money}
        )
        return redirect("payouts")
    template = "list.html" if is_part(request, "payouts") else "payouts.html"
    status = 422 if form.errors else 200
    return render(request, f"ib_portal/payouts/{template}", _page(request, partner, form), status=status)


@require_POST
@partner_page
def cancel(request: HttpRequest, partner: Partner, payout_id: uuid.UUID) -> HttpResponse:
    """While nobody has decided it. The money is free again as soon as the wallet has heard of it."""
    payout = selectors.withdrawals_of_party(partner.id).filter(id=payout_id).first()
    if payout is None or payout.approval_id is None:
        raise NotFound("There is no such payout.")
    with telling(request):
        withdraw(approval_id=payout.approval_id, by=partner.user_id)
        messages.success(request, _("Cancelled. The money is in your wallet again."))
    return redirect("payouts")


def _ask(partner: Partner, form: PayoutForm) -> bool:
    """What is due comes to the wallet first, in a transaction of its own: it stays there even if the payout is refused."""
    settle_due(partner_id=partner.id)
    try:
        request_payout(
            partner_id=partner.id,
            money=form.cleaned_data["amount"],
            destination=form.cleaned_data["destination"],
            by=partner.user_id,
            key=form.cleaned_data["key"],
        )
    except AtriumError as refusal:
        if isinstance(refusal, Conflict):
            form.renew_key()
        show_in(form, refusal)
        return False
    return True


def _page(request: HttpRequest, partner: Partner, form: PayoutForm) -> dict[str, Any]:
    rows = selectors.withdrawals_of_party(partner.id)
    return {
        "partner": partner,
        "form": form,
        "has_place": bool(form.fields["destination"].choices),  # type: ignore[attr-defined]
        "figures": figures_of(partner),
        "limits": selectors.payout_limits(),
        "page": page_of(rows, request.GET.get("cursor", ""), by="requested_at"),
    }
