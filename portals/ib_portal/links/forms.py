"""A link of one's own: a name, a code, and the page that it leads to."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.ibs import selectors
from tenants.ibs.models import ReferralLink


class LinkForm(forms.Form):
    title = forms.CharField(
        label=_("Name"), min_length=2, max_length=80, help_text=_("For you: where you put it, like YouTube.")
    )
    code = forms.CharField(
        label=pgettext_lazy("of a link", "Code"),
        required=False,
        max_length=24,
        help_text=_("The end of the address. Left empty, it is made for you. It cannot be changed later."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    landing = forms.ChoiceField(label=_("Leads to"), choices=(), required=False)
    is_on = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, link: ReferralLink | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (str(page.id), page.title)
            for page in selectors.landings()
            if page.is_on or (link is not None and page.id == link.landing_id)
        ]
        self.fields["landing"].choices = [("", _("The form of registration")), *offered]  # type: ignore[attr-defined]
        if link is None:
            del self.fields["is_on"]
        else:
            del self.fields["code"]
            self.initial = {
                "title": link.title,
                "landing": str(link.landing_id or ""),
                "is_on": link.is_on,
                **self.initial,
            }

    @property
    def landing_id(self) -> uuid.UUID | None:
        chosen = self.cleaned_data.get("landing")
        return uuid.UUID(chosen) if chosen else None
