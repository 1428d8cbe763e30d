"""Self-billing invoices and their credit notes; rebates that are taken back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.invoices import invoice_file
from portals.shared.paging import page_of
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.partners.payouts.forms import ClawbackForm, CreditForm, MonthForm
from portals.staff_console.partners.tabs import tabs
from tenants.jobs.services import start
from tenants.rebates import paying
from tenants.rebates.models import Line
from tenants.rebates.selectors import all_lines
from tenants.rebates.services import invoices
from tenants.rebates.services.clawback import ask_clawback
from tenants.staff.models import Member


@require_safe
@permitted("finance.view")
def invoice_list(request: HttpRequest, member: Member) -> HttpResponse:
    return _invoices(request, member, MonthForm())


@require_POST
@permitted("finance.correct")
def write(request: HttpRequest, member: Member) -> HttpResponse:
    form = MonthForm(request.POST)
    if not form.is_valid():
        return _invoices(request, member, form, status=422)
    month = form.cleaned_data["month"]
    job = start(
        kind="rebates.invoices", params={"month": month.isoformat()}, by=member,
        title=_("Invoices of %(month)s") % {"month": f"{month:%Y-%m}"},
    )  # fmt: skip
    return redirect("job", job_id=job.id)


@require_safe
@permitted("finance.view")
def download(request: HttpRequest, member: Member, invoice_id: uuid.UUID) -> HttpResponseBase:
    return invoice_file(paying.invoice(invoice_id))


@require_http_methods(["GET", "POST"])
@permitted("finance.correct")
def credit(request: HttpRequest, member: Member, invoice_id: uuid.UUID) -> HttpResponse:
    found, form = paying.invoice(invoice_id), CreditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = invoices.credit_invoice(invoice_id=found.id, reason=form.cleaned_data["reason"])
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            said = _("%(number)s is written. The payments are free for a new invoice.") % {
                "number": made.number
            }
            messages.success(request, said)
            return redirect("partner_invoices")
    context = {"invoice": found, "form": form}
    return render(
        request, "staff_console/partners/payouts/credit.html", context, status=422 if form.errors else 200
    )


@require_safe
@permitted("partners.view")
def clawback_list(request: HttpRequest, member: Member) -> HttpResponse:
    context = {
        "page": page_of(paying.clawbacks(), request.GET.get("cursor", "")),
        "tabs": tabs("partner_runs", member),
    }
    return render(request, "staff_console/partners/payouts/clawbacks.html", context)


@require_http_methods(["GET", "POST"])
@permitted("partners.manage")
def clawback(request: HttpRequest, member: Member, line_id: int) -> HttpResponse:
    """Of one line: what its source gave to everybody, or to this partner."""
    line = _line(line_id)
    form = ClawbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ask_clawback(
                line=line, partner=line.partner if said["whose"] == "one" else None, reason=said["reason"],
                explanation=said["explanation"], by=member.user_id,
            )  # fmt: skip
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Asked for. Nothing is taken back before a second person agrees."))
            return redirect("partner_clawbacks")
    context = {"line": line, "form": form}
    return render(
        request, "staff_console/partners/payouts/clawback.html", context, status=422 if form.errors else 200
    )


def _invoices(request: HttpRequest, member: Member, form: MonthForm, status: int = 200) -> HttpResponse:
    context = {
        "page": page_of(paying.invoices(), request.GET.get("cursor", ""), by="issued_at"),
        "form": form,
        "may_write": member.allows("finance.correct"),
        "tabs": tabs("partner_invoices", member),
    }
    return render(request, "staff_console/partners/payouts/invoices.html", context, status=status)


def _line(line_id: int) -> Line:
    line = all_lines().filter(id=line_id).first() if line_id < 2**63 else None
    if line is None:
        raise NotFound("There is no such rebate line.")
    return line
