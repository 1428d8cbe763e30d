"""The papers for the first verification level."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.client_portal.verification.standing import DOCUMENT_WORDS

_DAY_ERRORS = {"invalid": _("Choose a day from the calendar, or write it like 2026-11-21.")}


class DayInput(forms.DateInput):
    """The browser's own calendar; it speaks ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, **attrs: str) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class PapersForm(forms.Form):
    document = forms.ChoiceField(label=_("Document"), choices=list(DOCUMENT_WORDS.items()))
    document_number = forms.CharField(
        label=_("Document number"),
        min_length=4,
        max_length=40,
        help_text=_("Exactly as printed, letters included."),
        error_messages={
            "min_length": _("A document number has at least four characters. Check it once more.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    expires_on = forms.DateField(
        label=_("Valid until"), input_formats=["%Y-%m-%d"], widget=DayInput(), error_messages=_DAY_ERRORS
    )
    birth_date = forms.DateField(
        label=_("Date of birth"),
        input_formats=["%Y-%m-%d"],
        widget=DayInput(autocomplete="bday"),
        error_messages=_DAY_ERRORS,
    )
