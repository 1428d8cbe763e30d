"""When a partner is paid, of which month invoices are written, what is credited, what is taken back."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from portals.shared.refusals import said
from tenants.ibs.models import Partner
from tenants.rebates.models import BillingDetails, Clawback


class TermsForm(forms.Form):
    schedule = forms.ChoiceField(
        label=_("Due"), choices=Partner.Schedule.choices, help_text=_("Boundaries are of UTC.")
    )
    delay_days = forms.IntegerField(label=_("Days after that"), min_value=0, max_value=90)
    minimum = forms.DecimalField(
        label=_("From how much on"),
        min_value=0,
        max_digits=18,
        decimal_places=8,
        localize=True,
        widget=forms.TextInput,
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        least = Money(partner.payout_minimum_minor, partner.currency).decimal
        written = {
            "schedule": partner.payout_schedule,
            "delay_days": partner.payout_delay_days,
            "minimum": least,
        }
        kwargs["initial"] = written
        super().__init__(*args, **kwargs)
        self.currency = partner.currency

    def clean_minimum(self) -> Money:
        try:
            return Money.of(format(self.cleaned_data["minimum"], "f"), self.currency)
        except InvalidInput as refusal:
            raise forms.ValidationError(said(refusal)) from refusal


class BillingForm(forms.Form):
    legal_name = forms.CharField(label=_("Registered name"), max_length=160)
    address = forms.CharField(label=_("Address"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    country = forms.CharField(label=_("Country"), max_length=2, help_text=_("Two letters, like CY."))
    tax_number = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    tax = forms.ChoiceField(label=_("VAT"), choices=BillingDetails.Tax.choices)
    tax_percent = forms.DecimalField(
        label=_("VAT in per cent"), min_value=0, max_value=99, max_digits=5, decimal_places=2, required=False,
        help_text=_("Only if VAT is in the amount."),
    )  # fmt: skip
    agrees = forms.BooleanField(
        label=_("Agreed in writing that we issue the invoices (self-billing)"), required=False
    )


class MonthForm(forms.Form):
    month = forms.DateField(
        label=_("Month"),
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        last = clock.now().date().replace(day=1) - timedelta(days=1)
        kwargs["initial"] = {"month": last.replace(day=1)}
        super().__init__(*args, **kwargs)

    def clean_month(self) -> date:
        month: date = self.cleaned_data["month"].replace(day=1)
        if month >= clock.now().date().replace(day=1):
            raise forms.ValidationError(_("This month is not over. Nothing was written."))
        return month


class CreditForm(forms.Form):
    reason = forms.CharField(
        label=_("What was wrong"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is printed."),
    )


class ClawbackForm(forms.Form):
    whose = forms.ChoiceField(
        label=_("From whom"),
        choices=(("all", _("Everybody who earned by it")), ("one", _("This partner alone"))),
        widget=forms.RadioSelect,
        initial="all",
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=Clawback.Reason.choices)
    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The partner reads it."),
    )
