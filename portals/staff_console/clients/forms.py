"""The KYC decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class KycForm(forms.Form):
    outcome = forms.ChoiceField(choices=[("approve", _("Approve")), ("refuse", _("Refuse"))])
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=400,
        help_text=_("Needed for a refusal. The client will read it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("outcome") == "refuse" and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say what is wrong and how to cure it; the client will read it."))
        return cleaned
