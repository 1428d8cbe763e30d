"""Who moves under whom, from when, and with whom."""

from datetime import UTC
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.staff_console.partners.choosing import PartnerField


class MoveForm(forms.Form):
    partner = PartnerField(label=_("Partner"), help_text=_("Number or code."))
    parent = PartnerField(
        label=_("Goes under"), required=False, help_text=_("Number or code. Empty: it becomes a top.")
    )
    with_downline = forms.TypedChoiceField(
        label=_("Its downline"),
        choices=(("yes", _("Moves too")), ("no", _("Stays with the old parent"))),
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    at = forms.DateTimeField(
        label=_("From"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
        help_text=_("In your time zone. Empty: at once. Deals closed before keep the old tree."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Both partners may ask."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("at"):
            cleaned["at"] = cleaned["at"].astimezone(UTC)
        if cleaned.get("partner") and cleaned.get("partner") == cleaned.get("parent"):
            self.add_error("parent", _("A partner cannot stand under itself."))
        return cleaned
