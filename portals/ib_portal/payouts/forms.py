"""Asking for a payout. The key is made with the page: a double click or a reload asks once."""

import re
import secrets
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from portals.shared.refusals import said
from tenants.payments.models import Destination

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{20,64}\Z")


def new_key() -> str:
    return secrets.token_urlsafe(18)


class PayoutForm(forms.Form):
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=18, decimal_places=8, localize=True, widget=forms.TextInput
    )
    destination = forms.ChoiceField(
        label=_("Where to"),
        choices=(),
        error_messages={"invalid_choice": _("Choose one of your own verified destinations.")},
    )
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, places: Sequence[Destination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), f"{one.label} · {one.holder}") for one in places]
        self.fields["destination"].choices = choices  # type: ignore[attr-defined]
        self.currency = currency
        self.fields["key"].initial = new_key()

    def clean_amount(self) -> Money:
        try:
            money = Money.of(format(self.cleaned_data["amount"], "f"), self.currency)
        except InvalidInput as refusal:
            raise ValidationError(said(refusal)) from refusal
        if money.amount_minor <= 0:
            raise ValidationError(_("Write an amount above zero."))
        return money

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        return key if _KEY.match(key) else new_key()

    def renew_key(self) -> None:
        """The old one was spent on another payout: the next click is a new one."""
        self.data = {**{name: self.data[name] for name in self.data}, "key": new_key()}
