"""What clients may say about themselves."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.client_portal.languages import LANGUAGES


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        min_length=2,
        max_length=160,
        help_text=_("As in your passport."),
        error_messages={"min_length": _("Please write your whole name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=(), help_text=_("Every time on these pages is shown in it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in _zones()]  # type: ignore[attr-defined]


def _zones() -> list[str]:
    return [
        *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
        "UTC",
    ]
