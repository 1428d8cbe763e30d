"""What clients ask for. A second person at the broker decides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.client_portal.countries import choices
from tenants.trading.models import TradingAccount


class LeverageForm(forms.Form):
    account = forms.ChoiceField(
        label=_("Trading account"),
        choices=(),
        error_messages={"invalid_choice": _("Choose one of your own trading accounts.")},
    )
    leverage = forms.IntegerField(
        label=_("Leverage 1 to"), min_value=1, max_value=5000, help_text=_("For example 200.")
    )
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, accounts: Sequence[TradingAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            (str(one.id), f"{one.login} · {one.product.name} · 1:{one.leverage}") for one in accounts
        ]


class ProfileChangeForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=160, help_text=_("As in your passport."))
    phone = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=20,
        help_text=_("With its country, like +447700900123."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False, choices=())
    reason = forms.CharField(
        label=_("What has changed"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *choices()]  # type: ignore[attr-defined]


class PartnerForm(forms.Form):
    reason = forms.CharField(
        label=_("How will you bring clients?"),
        min_length=10,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Your site, channel, school, office … A few sentences are enough."),
    )
