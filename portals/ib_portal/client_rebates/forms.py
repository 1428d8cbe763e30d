"""What a partner gives its clients, and from when."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

ANY = "*"


class ClientRebateForm(forms.Form):
    client_group = forms.ChoiceField(label=_("Clients"), choices=())
    share = forms.DecimalField(
        label=_("Part of your rebate, per cent"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=6,
        decimal_places=2,
        help_text=_("0 ends it. Of each deal, this part of your own amount goes to the client."),
    )
    wanted_from = forms.DateField(
        label=_("From"),
        required=False,
        help_text=_("A day that is still to come, midnight UTC. Left empty: as soon as possible."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, groups: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(group, _("Group %(group)s") % {"group": group}) for group in groups]
        self.fields["client_group"].choices = [(ANY, _("All, unless their group is listed")), *listed]  # type: ignore[attr-defined]

    @property
    def moment(self) -> datetime | None:
        day: date | None = self.cleaned_data.get("wanted_from")
        return None if day is None else datetime.combine(day, time.min, UTC)
