"""Asking for a payout on a partner's behalf."""

import secrets
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.payments.models import Destination


def new_key() -> str:
    """Made with the page, so that a double click is one payout."""
    return secrets.token_hex(16)


class PayoutForm(forms.Form):
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=18, decimal_places=8, min_value=Decimal("0.00000001")
    )
    destination = forms.ChoiceField(
        label=_("Destination"),
        choices=(),
        help_text=_("One of the partner's verified destinations. The partner adds them in the IB portal."),
        error_messages={"invalid_choice": _("Choose one of the partner's verified destinations.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, places: Sequence[Destination], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": new_key()})
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), one.label) for one in places]
        self.fields["destination"].choices = choices  # type: ignore[attr-defined]
