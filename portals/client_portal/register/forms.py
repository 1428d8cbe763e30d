"""The form that makes a lead, a client and a log-in in one transaction."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portals.client_portal import countries, house
from portals.client_portal.register.referral import seen_by
from tenants.clients.services import register_client
from tenants.ibs.selectors import source_of
from tenants.ibs.services import choose_referral, note_referral
from tenants.identity.forms import SignupForm
from tenants.identity.models import User
from tenants.identity.services import choose_language

CAMPAIGN_KEYS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid", "fbclid")


class RegisterForm(SignupForm):
    """Name, e-mail, country, telephone and password; everything else is asked when it is needed."""

    country = forms.ChoiceField(
        label=_("Country you live in"),
        choices=(),
        error_messages={"invalid_choice": _("Choose the country you live in from the list.")},
    )
    phone = forms.CharField(
        label=_("Mobile number"),
        max_length=32,
        help_text=_("With or without the country's prefix."),
        widget=forms.TelInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    partner_code = forms.CharField(
        label=_("Partner's code"),
        required=False,
        max_length=24,
        help_text=_("If somebody gave you one."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ["name", "email", "country", "phone", "password1", "partner_code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].error_messages["invalid"] = _("Write the whole address, like clara@example.com.")
        self.fields["email"].widget = forms.EmailInput(attrs={"autocomplete": "email"})
        self.fields["password1"].label = _("Password")
        self.fields["password1"].help_text = _(
            "At least 10 characters. A few words in a row are easy to keep in mind."
        )
        self.fields["country"].choices = [("", _("Choose …")), *countries.choices()]
        self.fields["country"].initial = house.facts().country
        self.fields["country"].widget.attrs["autocomplete"] = "country"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_partner_code(self) -> str:
        """Whoever types one wants it to count: a slip is said now, while it can be mended."""
        code = str(self.cleaned_data.get("partner_code", "")).strip()
        if code and source_of(code) is None:
            raise ValidationError(
                _("Nobody has this code. Look at it again, or leave the field empty; what you wrote is kept.")
            )
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        country = cleaned.get("country", "")
        if cleaned.get("phone") and country:
            cleaned["phone"] = countries.e164(cleaned["phone"], country)
            if not cleaned["phone"]:
                raise ValidationError({"phone": _wrong_number(country)})
        return cleaned

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """The log-in and the client, both or none."""
        user: User = super().save(request)
        return user

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        choose_language(user=user, language=get_language() or "")
        super().custom_signup(request, user)
        seen = seen_by(request)
        choice, known = choose_referral(typed=self.cleaned_data["partner_code"], touches=seen)
        client = register_client(
            user=user,
            currency=house.facts().currency,
            phone=self.cleaned_data["phone"],
            country=self.cleaned_data["country"],
            language=user.language,
            referral_code=choice.code or (seen[-1][0] if seen else ""),
            campaign=_campaign(request),
        )
        if seen or choice.code:
            note_referral(client_id=client.id, choice=choice, touches=known)


def _wrong_number(country: str) -> str:
    words = _(
        "This is no telephone number of %(country)s. Write it like %(example)s, or start with + and your prefix."
    )
    return str(words) % {"country": countries.name_of(country), "example": countries.example(country)}


def _campaign(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET[key][:200] for key in CAMPAIGN_KEYS if request.GET.get(key)}
