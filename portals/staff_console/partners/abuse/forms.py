"""What is decided of a sign, and from where on something is one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.abuse.models import Settings


class DecisionForm(forms.Form):
    verb = forms.ChoiceField(
        label=_("Decision"),
        choices=(
            ("hold", _("Hold: unpaid rebates from this client are not paid while we look")),
            ("hold_all", _("Hold everybody's rebates from this client, not this partner's alone")),
            ("release", _("Release: it is in order")),
            ("confirm", _("Confirm: it is abuse, what is held stays held")),
        ),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The partner reads it."),
    )


class SettingsForm(forms.Form):
    lookback_days = forms.IntegerField(label=_("Look back, days"), min_value=1, max_value=366)
    shared_by_most = forms.IntegerField(
        label=_("An IP address says nothing if more people use it than"), min_value=2, max_value=1000
    )
    min_seconds = forms.IntegerField(
        label=_("Minimum duration of a deal, seconds"),
        min_value=0,
        max_value=86_400,
        help_text=_("As in your plans."),
    )
    short_span_seconds = forms.IntegerField(
        label=_("Just over it is up to, seconds more"), min_value=1, max_value=86_400
    )
    short_least = forms.IntegerField(
        label=_("At least so many such deals of a client"), min_value=2, max_value=10_000
    )
    short_percent = forms.IntegerField(
        label=_("And so much of all its deals, per cent"), min_value=1, max_value=100
    )
    mirror_seconds = forms.IntegerField(
        label=_("Mirrored deals open and close within, seconds"), min_value=1, max_value=3600
    )
    mirror_least = forms.IntegerField(
        label=_("At least so many pairs of two clients"), min_value=1, max_value=10_000
    )
    holds_at_once = forms.BooleanField(label=_("Hold at once, before a person looks"), required=False)

    def __init__(self, *args: Any, settings: Settings, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(settings, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class TakeBackForm(forms.Form):
    explanation = forms.CharField(
        label=_("Why"), max_length=400, help_text=_("The partner reads it. A second person agrees first.")
    )
