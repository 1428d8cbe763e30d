"""Which wallet, from which day to which, as what kind of file."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_DAYS = 366 * 10


class StatementForm(forms.Form):
    wallet = forms.ChoiceField(label=gettext_lazy("Wallet"), choices=())
    since = forms.DateField(
        label=gettext_lazy("From day"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("To day"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any = None, *, wallets: Sequence[str]) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"since": today.replace(day=1), "until": today, "wallet": wallets[0]})
        self.fields["wallet"].choices = [(currency, currency) for currency in wallets]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is not before the first."))
        if since and until and (until - since).days > LONGEST_DAYS:
            self.add_error("since", _("A statement covers ten years at most. Choose a later first day."))
        return cleaned

    def period(self) -> tuple[datetime, datetime]:
        """Half open, in the reader's own time zone."""
        return _midnight(self.cleaned_data["since"]), _midnight(
            self.cleaned_data["until"] + timedelta(days=1)
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
