"""Partners: the list, the tree, one partner's lines with their explanation, a payout on a partner's behalf."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from atrium.kernel.errors import AtriumError
from atrium.kernel.money import Money
from portals.shared.listing import listing_of
from portals.shared.paging import page_of
from portals.shared.refusals import show_in
from portals.staff_console.access import in_drawer, permitted
from portals.staff_console.lists.screens import PARTNERS
from portals.staff_console.partners import traces
from portals.staff_console.partners.forms import PayoutForm
from portals.staff_console.partners.one import head_of
from portals.staff_console.partners.tabs import tabs
from tenants.ibs import selectors
from tenants.ibs.models import Partner
from tenants.payments import selectors as payments
from tenants.payments import services as payment_services
from tenants.payments.models import Destination
from tenants.rebates import selectors as rebates
from tenants.rebates import services as rebate_services
from tenants.staff.models import Member


@require_safe
@permitted("partners.view")
def partner_list(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, PARTNERS), "tabs": tabs("partners", member)}
    return render(request, "staff_console/partners/list.html", context)


@require_safe
@permitted("partners.view")
def partner_page(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    return _show(request, member, selectors.partner(partner_id))


@require_safe
@permitted("partners.view")
def line_page(request: HttpRequest, member: Member, partner_id: uuid.UUID, line_id: int) -> HttpResponse:
    partner = selectors.partner(partner_id)
    line = rebates.line_for(partner, line_id)
    context = {
        "partner": partner,
        "line": line,
        "steps": traces.steps_of(rebates.trace_of(line)),
        "may_manage": member.allows("partners.manage"),
    }
    name = "line_drawer" if in_drawer(request) else "line_page"
    return render(request, f"staff_console/partners/{name}.html", context)


@require_POST
@permitted("payouts.request")
def request_payout(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = selectors.partner(partner_id)
    form = PayoutForm(request.POST, places=_places(partner))
    if form.is_valid():
        try:
            _ask(partner, member, form)
        except AtriumError as error:
            show_in(form, error)
        else:
            messages.success(request, _("Payout asked for. A second person decides it under Approvals."))
            return redirect("partner", partner_id=partner.id)
    return _show(request, member, partner, form)


def _places(partner: Partner) -> list[Destination]:
    return list(payments.destinations_of_partner(partner).filter(state=Destination.State.VERIFIED))


def _ask(partner: Partner, member: Member, form: PayoutForm) -> None:
    money = Money.of(form.cleaned_data["amount"].normalize(), partner.currency)
    rebate_services.settle_due(partner_id=partner.id)
    payment_services.request_payout(
        partner_id=partner.id,
        money=money,
        destination=form.cleaned_data["destination"],
        by=member.user.id,
        key=form.cleaned_data["key"],
    )


def _show(
    request: HttpRequest, member: Member, partner: Partner, form: PayoutForm | None = None
) -> HttpResponse:
    page = page_of(rebates.lines_for(partner), request.GET.get("cursor", ""), by="time")
    may_ask = member.allows("payouts.request")
    context = {
        **head_of(partner, member, "partner"),
        "earned": rebates.earned(partner),
        "page": page,
        "payouts": payments.withdrawals_of_party(partner.id)[:10] if member.allows("finance.view") else None,
        "payout_form": (form or PayoutForm(places=_places(partner))) if may_ask else None,
    }
    return render(request, "staff_console/partners/page.html", context, status=422 if form else 200)
