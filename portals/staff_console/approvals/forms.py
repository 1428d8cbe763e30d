"""The decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(choices=[("approved", _("Approve")), ("refused", _("Refuse"))])
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for a refusal; the one who asked will read it."),
    )
    facts_hash = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("outcome") == "refused" and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why it is refused; the one who asked will read it."))
        return cleaned
