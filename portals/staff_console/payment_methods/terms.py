"""On what terms money goes out, and what the broker keeps of an exchange."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atrium.kernel.errors import AtriumError
from portals.shared.refusals import show_in, telling
from portals.staff_console.access import permitted
from portals.staff_console.payment_methods.terms_forms import MarkupForm, WithdrawalTermsForm
from tenants.payments import services
from tenants.payments.services import planning
from tenants.rates import selectors as rates
from tenants.rates import services as rate_services
from tenants.staff.models import Member


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.payments")
def withdrawals(request: HttpRequest, member: Member) -> HttpResponse:
    form = WithdrawalTermsForm(request.POST or None, initial=WithdrawalTermsForm.of(planning.policy()))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_withdrawal_policy(**form.cleaned_data)
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(request, _("Saved. Withdrawals asked for from now on go by it."))
            return redirect("withdrawal_terms")
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/payment_methods/withdrawals.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.payments")
def exchange(request: HttpRequest, member: Member) -> HttpResponse:
    form = MarkupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = rate_services.set_markup(**form.cleaned_data)
        except AtriumError as refusal:
            show_in(form, refusal)
        else:
            messages.success(
                request, _("Saved: %(markup)s. Exchanges quoted before keep their rate.") % {"markup": made}
            )
            return redirect("exchange_terms")
    context = {"form": form, "markups": rates.markups()}
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/payment_methods/exchange.html", context, status=status)


@require_POST
@permitted("settings.payments")
def remove_markup(request: HttpRequest, member: Member) -> HttpResponse:
    source, target = request.POST.get("source", ""), request.POST.get("target", "")
    with telling(request):
        if rate_services.remove_markup(source=source, target=target):
            messages.success(request, _("Removed. The next wider mark-up holds again."))
    return redirect("exchange_terms")
