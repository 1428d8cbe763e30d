"""When a plan begins, and over which days it is tried."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atrium.kernel import clock

CODE = r"^[a-z0-9][a-z0-9-]{1,39}$"


class NameForm(forms.Form):
    """What a plan is called; the code is chosen once, for all its versions."""

    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.RegexField(
        CODE,
        label=_("Code"),
        help_text=_("Small letters, digits and -. It stays with all versions of the plan."),
        error_messages={"invalid": _("Small letters, digits and -, at least two.")},
    )


class PublishForm(forms.Form):
    begins = forms.DateTimeField(
        label=_("Begins"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_(
            "UTC. Nothing written: when it is approved. A beginning in the past is recalculated separately."
        ),
    )

    def clean_begins(self) -> datetime | None:
        given: datetime | None = self.cleaned_data["begins"]
        return given.replace(tzinfo=UTC, second=0, microsecond=0) if given else None


class PeriodForm(forms.Form):
    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = clock.now().date()
        kwargs.setdefault("initial", {"since": today - timedelta(days=30), "until": today})
        super().__init__(*args, **kwargs)

    def period(self) -> tuple[datetime, datetime]:
        """Half-open: to the end of the last day."""
        return midnight(self.cleaned_data["since"]), midnight(self.cleaned_data["until"] + timedelta(days=1))


class ReasonedPeriodForm(PeriodForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The second person decides from it, and an auditor reads it later."),
    )


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
