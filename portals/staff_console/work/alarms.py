"""Settings: below which equity a live account raises an alarm, per currency."""

from decimal import Decimal

from babel.numbers import is_currency
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portals.staff_console.access import permitted
from tenants.staff.models import Member
from tenants.trading import selectors, services


class LineForm(forms.Form):
    currency = forms.CharField(
        label=gettext_lazy("Currency"), max_length=8, help_text=gettext_lazy("Like USD.")
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Equity below"), min_value=Decimal(0), max_digits=18, decimal_places=2
    )
    margin_call_percent = forms.IntegerField(
        label=gettext_lazy("Margin call below (percent)"),
        min_value=0,
        max_value=1000,
        initial=100,
        help_text=gettext_lazy("Equity in percent of the margin in use; 0: never."),
    )

    def clean_currency(self) -> str:
        currency = str(self.cleaned_data["currency"]).strip().upper()
        if not is_currency(currency) and not selectors.products().filter(currency=currency).exists():
            raise forms.ValidationError(_("We do not know this currency. Write its code, like USD."))
        return currency


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("trading.manage")
def settings(request: HttpRequest, member: Member) -> HttpResponse:
    if request.POST.get("remove"):
        services.remove_balance_rule(currency=request.POST["remove"])
        messages.success(request, _("No alarm for this currency any more."))
        return redirect("settings_signals")
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.set_balance_rule(**form.cleaned_data)
        messages.success(request, _("Saved. The next reading of the servers uses it."))
        return redirect("settings_signals")
    context = {"form": form, "rules": selectors.balance_rules()}
    return render(request, "staff_console/work/signals.html", context, status=422 if form.is_bound else 200)
