"""Why, and for how long."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.identity.visits import DEFAULT_MINUTES


class VisitForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("It is kept with the visit. They see that you were there, and not the reason."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        initial=DEFAULT_MINUTES,
        choices=[(5, _("5 minutes")), (15, _("15 minutes")), (30, _("30 minutes")), (60, _("1 hour"))],
    )
