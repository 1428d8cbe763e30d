"""Payout runs: what waits for a second person, what was paid; and each partner's own terms."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.paging import page_of
from portals.shared.refusals import show_in, telling
from portals.staff_console.access import permitted
from portals.staff_console.partners.payouts.forms import BillingForm, TermsForm
from portals.staff_console.partners.tabs import tabs
from tenants.ibs.models import Partner
from tenants.ibs.selectors import all_partners
from tenants.rebates import paying
from tenants.rebates.models import BillingDetails
from tenants.rebates.services import invoices, payout_runs, terms
from tenants.staff.models import Member


@require_safe
@permitted("finance.view")
def runs(request: HttpRequest, member: Member) -> HttpResponse:
    context = {
        "page": page_of(paying.runs(), request.GET.get("cursor", "")),
        "owed": paying.owed(),
        "tabs": tabs("partner_runs", member),
        "may_propose": member.allows("payouts.request"),
        "may_see_partners": member.allows("partners.view"),
    }
    return render(request, "staff_console/partners/payouts/runs.html", context)


@require_safe
@permitted("finance.view")
def run(request: HttpRequest, member: Member, run_id: uuid.UUID) -> HttpResponse:
    found = paying.runs().filter(id=run_id).first()
    if found is None:
        raise NotFound("There is no such payout run.")
    rows, more = paying.rows_of(found)
    context = {"run": found, "rows": rows, "more": more, "may_see_approval": member.allows("approvals.view")}
    return render(request, "staff_console/partners/payouts/run.html", context)


@require_POST
@permitted("payouts.request")
def propose(request: HttpRequest, member: Member) -> HttpResponse:
    with telling(request):
        made = payout_runs.propose_runs(by=member.user_id)
        if made:
            said = ngettext(
                "%(count)s run waits for a second person.",
                "%(count)s runs wait for a second person.",
                len(made),
            )
            messages.success(request, said % {"count": len(made)})
        else:
            messages.info(
                request,
                _("Nothing to propose: whatever is due is paid by itself, is held, or waits in an open run."),
            )
    return redirect("partner_runs")


@require_http_methods(["GET", "POST"])
@permitted("partners.manage")
def partner_terms(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = _partner(partner_id)
    form = TermsForm(request.POST or None, partner=partner)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            terms.set_payout_terms(
                partner_id=partner.id,
                schedule=said["schedule"],
                delay_days=said["delay_days"],
                minimum=said["minimum"],
            )
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved. Lines that were written keep the day on which they are due."))
            return redirect("partner", partner_id=partner.id)
    context = {"partner": partner, "form": form}
    return render(
        request, "staff_console/partners/payouts/terms.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@permitted("partners.manage")
def partner_billing(request: HttpRequest, member: Member, partner_id: uuid.UUID) -> HttpResponse:
    partner = _partner(partner_id)
    form = BillingForm(request.POST or None, initial=billing_initial(partner))
    if request.method == "POST" and form.is_valid() and save_billing(form, partner):
        messages.success(request, _("Saved. Invoices that were issued keep what they say."))
        return redirect("partner_invoices")
    context = {"partner": partner, "form": form}
    return render(
        request, "staff_console/partners/payouts/billing.html", context, status=422 if form.errors else 200
    )


def billing_initial(partner: Partner) -> dict[str, object]:
    details = BillingDetails.objects.filter(partner=partner).first()
    if details is None:
        return {"legal_name": partner.name, "tax": BillingDetails.Tax.OUTSIDE}
    names = ("legal_name", "address", "country", "tax_number", "tax", "tax_percent")
    return {**{name: getattr(details, name) for name in names}, "agrees": details.agreed_at is not None}


def save_billing(form: BillingForm, partner: Partner) -> bool:
    said = dict(form.cleaned_data)
    said["tax_percent"] = said["tax_percent"] or 0
    try:
        invoices.set_billing(partner_id=partner.id, **said)
    except AtriumError as refusal:
        show_in(form, refusal)
        return False
    return True


def _partner(partner_id: uuid.UUID) -> Partner:
    partner = all_partners().filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    return partner
