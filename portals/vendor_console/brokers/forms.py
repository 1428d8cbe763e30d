"""What the operator writes down for a new broker, and why one is suspended."""

from functools import lru_cache
from typing import Any, Final

import phonenumbers
from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from atrium.brokers import rules
from atrium.brokers.types import BrokerOrder
from atrium.kernel.errors import InvalidInput

CURRENCIES: Final = ("USD", "EUR", "GBP", "CHF", "JPY", "AUD", "CAD", "SGD", "AED", "ZAR", "USDT")


class BrokerForm(forms.Form):
    name = forms.CharField(
        label=_("Brand name"), max_length=120, help_text=_("What clients read on every page and mail.")
    )
    slug = forms.CharField(
        label=_("Name in addresses"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens. It stands in every address of this broker."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in CURRENCIES],
        help_text=_("The house's own; clients may hold others."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    country = forms.ChoiceField(label=_("Country"), required=False)
    admin_name = forms.CharField(label=_("First administrator"), max_length=160)
    admin_email = forms.EmailField(
        label=_("Administrator's e-mail"),
        help_text=_("Gets an invitation with a link to set a password."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", _("Not said")), *_countries(to_locale(get_language() or "en"))]

    def clean_slug(self) -> str:
        try:
            return rules.check_slug(str(self.cleaned_data["slug"]).strip())
        except InvalidInput as refusal:
            raise ValidationError(refusal.message) from refusal

    def order(self) -> BrokerOrder:
        return BrokerOrder(**self.cleaned_data)


class SuspendForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("The broker's people, clients and partners read it on every page until you resume."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@lru_cache(maxsize=16)
def _countries(locale: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(locale).territories
    known = ((code, names.get(code, code)) for code in phonenumbers.SUPPORTED_REGIONS)
    return tuple(sorted(known, key=lambda pair: pair[1]))
