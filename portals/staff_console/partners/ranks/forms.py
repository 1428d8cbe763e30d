"""What a rank asks for: one field a figure, to reach it and to keep it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.staff_console.partners.choosing import PartnerField
from tenants.ibs.models import Rank, RankPolicy
from tenants.ibs.rules.ranks import METRICS

LABELS = {
    "own_lots": _("Lots of own clients"),
    "downline_lots": _("Lots of own clients and those of the downline"),
    "active_clients": _("Own clients who traded"),
    "downline_clients": _("Clients who traded, own and of the downline"),
    "net_deposits": _("Net deposits of own clients"),
    "downline_deposits": _("Net deposits of own clients and those of the downline"),
    "sub_ibs": _("Direct sub-IBs who are active"),
}


def _figure() -> forms.DecimalField:
    return forms.DecimalField(min_value=0, max_digits=17, decimal_places=2, required=False)


class RankForm(forms.Form):
    level = forms.IntegerField(label=_("Rank"), min_value=1, max_value=99, help_text=_("Higher is better."))
    title = forms.CharField(label=_("Name"), max_length=60)
    period_days = forms.IntegerField(label=_("Over the last days"), min_value=1, max_value=366, initial=30)

    def __init__(self, *args: Any, rank: Rank | None = None, **kwargs: Any) -> None:
        if rank is not None:
            written = {f"reach_{name}": value for name, value in rank.reach.items()}
            written |= {f"keep_{name}": value for name, value in rank.keep.items()}
            kwargs["initial"] = {
                "level": rank.level, "title": rank.title, "period_days": rank.period_days, **written
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        for name in METRICS:
            self.fields[f"reach_{name}"], self.fields[f"keep_{name}"] = _figure(), _figure()
            self.fields[f"reach_{name}"].label = LABELS[name]
            self.fields[f"keep_{name}"].label = LABELS[name]
        if rank is not None:
            self.fields["level"].disabled = True

    @property
    def reach_rows(self) -> list[Any]:
        return [self[f"reach_{name}"] for name in METRICS]

    @property
    def keep_rows(self) -> list[Any]:
        return [self[f"keep_{name}"] for name in METRICS]

    def criteria(self, side: str) -> dict[str, Any]:
        return {name: self.cleaned_data.get(f"{side}_{name}") for name in METRICS}


class PolicyForm(forms.Form):
    _CHOICES = (("off", _("Nothing")), ("propose", _("Propose it")), ("apply", _("Do it")))
    up = forms.ChoiceField(label=_("Who reached a higher rank"), choices=_CHOICES)
    down = forms.ChoiceField(label=_("Who no longer keeps its rank"), choices=_CHOICES)

    def __init__(self, *args: Any, policy: RankPolicy, **kwargs: Any) -> None:
        kwargs["initial"] = {"up": policy.up, "down": policy.down}
        super().__init__(*args, **kwargs)


class GiveForm(forms.Form):
    partner = PartnerField(label=_("Partner"), help_text=_("Number or code."))
    level = forms.TypedChoiceField(label=_("Rank"), coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, ranks: list[Rank], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(0, _("No rank")), *((rank.level, rank.title) for rank in ranks)]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]
