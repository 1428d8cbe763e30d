"""Invoices: those that were written, to take away, and what they say of the partner."""

import uuid
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atrium.kernel.errors import AtriumError
from portals.ib_portal.access import is_part, partner_page
from portals.ib_portal.invoices.forms import DetailsForm
from portals.shared.invoices import invoice_file
from portals.shared.paging import page_of
from portals.shared.refusals import show_in
from tenants.ibs.models import Partner
from tenants.rebates import paying
from tenants.rebates.services.invoices import set_billing


@require_safe
@partner_page
def invoices(request: HttpRequest, partner: Partner) -> HttpResponse:
    context = {
        "page": page_of(paying.invoices_of(partner), request.GET.get("cursor", ""), by="issued_at"),
        "details": paying.billing_of(partner),
    }
    template = "list.html" if is_part(request, "invoices") else "invoices.html"
    return render(request, f"ib_portal/invoices/{template}", context)


@require_safe
@partner_page
def download(request: HttpRequest, partner: Partner, invoice_id: uuid.UUID) -> HttpResponseBase:
    return invoice_file(paying.invoice(invoice_id, of=partner))


@require_http_methods(["GET", "POST"])
@partner_page
def details(request: HttpRequest, partner: Partner) -> HttpResponse:
    form = DetailsForm(request.POST or None, initial=_written(partner))
    if request.method == "POST" and form.is_valid() and _save(form, partner):
        messages.success(
            request, _("Saved. It stands on your next invoice; those that were issued stay as they are.")
        )
        return redirect("ib_invoices")
    return render(
        request, "ib_portal/invoices/details.html", {"form": form}, status=422 if form.errors else 200
    )


def _written(partner: Partner) -> dict[str, object]:
    found = paying.billing_of(partner)
    if found is None:
        return {"legal_name": partner.name, "tax": "outside"}
    names = ("legal_name", "address", "country", "tax_number", "tax", "tax_percent")
    return {**{name: getattr(found, name) for name in names}, "agrees": found.agreed_at is not None}


def _save(form: DetailsForm, partner: Partner) -> bool:
    said = form.cleaned_data
    try:
        set_billing(partner_id=partner.id, **{**said, "tax_percent": said["tax_percent"] or Decimal(0)})
    except AtriumError as refusal:
        show_in(form, refusal)
        return False
    return True
