"""The terms of withdrawals and of exchanges. Amounts are in units of the wallet's own currency, whichever it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.payments.models import WithdrawalPolicy


def _amount(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=20, decimal_places=8, min_value=0, help_text=help_text)


class WithdrawalTermsForm(forms.Form):
    smallest = _amount(_("Smallest amount"), _("In units of the wallet's currency, whichever it is."))
    largest = _amount(_("Largest amount at once"))
    daily = _amount(_("Most in 24 hours"))
    kyc_level = forms.IntegerField(
        label=_("Verification level needed"), min_value=0, max_value=9, help_text=_("0: none.")
    )
    fee_fixed = _amount(_("Fixed fee"))
    fee_percent = forms.DecimalField(label=_("Fee in percent"), max_digits=7, decimal_places=4, min_value=0)
    refund_days = forms.IntegerField(
        label=_("Same source first, for days"),
        min_value=0,
        max_value=3650,
        help_text=_("What was paid in within these days goes back where it came from first. 0: never."),
    )
    large = _amount(_("Large from"), _("The manager is told, and the risk of the request is higher."))
    fresh_hours = forms.IntegerField(
        label=_("A destination is new for hours"),
        min_value=0,
        max_value=8760,
        help_text=_("Money to a new one is looked at more closely."),
    )

    @classmethod
    def of(cls, policy: WithdrawalPolicy) -> dict[str, Any]:
        """Without the noughts that the columns add."""
        plain = {name: getattr(policy, name) for name in cls.base_fields}
        amounts = (name for name, field in cls.base_fields.items() if isinstance(field, forms.DecimalField))
        return plain | {name: f"{plain[name].normalize():f}" for name in amounts}


class MarkupForm(forms.Form):
    source = forms.CharField(
        label=_("Sold"), max_length=8, required=False, help_text=_("Like EUR. Empty: any.")
    )
    target = forms.CharField(
        label=_("Bought"), max_length=8, required=False, help_text=_("Like USD. Empty: any.")
    )
    percent = forms.DecimalField(
        label=_("Mark-up in percent"),
        max_digits=7,
        decimal_places=4,
        help_text=_(
            "What is kept of the reference rate. The narrowest that fits holds: the pair, then one currency, then all."
        ),
    )

    def clean_source(self) -> str:
        return str(self.cleaned_data["source"]).strip().upper()

    def clean_target(self) -> str:
        return str(self.cleaned_data["target"]).strip().upper()
