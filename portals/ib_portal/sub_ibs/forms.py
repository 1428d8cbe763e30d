"""Whom a partner invites, and on which share."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), min_length=2, max_length=160)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("We mail the link to it, in your name. Left empty: you send the link yourself."),
    )
    share = forms.DecimalField(
        label=_("Own share, per cent"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=6,
        decimal_places=2,
        help_text=_("What they keep of what comes to the two of you. Left empty: as the broker's plan says."),
    )

    @property
    def fraction(self) -> Decimal | None:
        share: Decimal | None = self.cleaned_data.get("share")
        return None if share is None else share / 100
