"""What invoices say of the partner, in its own words."""

from django import forms
from django.utils.translation import gettext_lazy as _

TAX = (
    ("included", _("VAT is in what I am paid")),
    ("reverse", _("Reverse charge: the broker owes the VAT")),
    ("exempt", _("I am exempt, or a small business")),
    ("outside", _("Outside the scope of VAT")),
)


class DetailsForm(forms.Form):
    legal_name = forms.CharField(label=_("Registered name"), max_length=160)
    address = forms.CharField(label=_("Address"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    country = forms.CharField(label=_("Country"), max_length=2, help_text=_("Two letters, like CY."))
    tax_number = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    tax = forms.ChoiceField(label=_("VAT"), choices=TAX)
    tax_percent = forms.DecimalField(
        label=_("VAT in per cent"),
        min_value=0,
        max_value=99,
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("Only if VAT is in what you are paid."),
    )
    agrees = forms.BooleanField(
        label=_("I agree that the broker writes my invoices (self-billing) and write none of my own"),
        required=False,
    )
