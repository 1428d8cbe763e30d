"""Asking for a payout on a partner's behalf."""

import secrets
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def new_key() -> str:
    """Made with the page, so that a double click is one payout."""
    return secrets.token_hex(16)


class PayoutForm(forms.Form):
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=18, decimal_places=8, min_value=Decimal("0.00000001")
    )
    destination = forms.CharField(
        label=_("Destination"),
        max_length=200,
        help_text=_(
            "The number of one of the partner's verified destinations. The partner adds them in the IB portal."
        ),
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": new_key()})
        super().__init__(*args, **kwargs)
