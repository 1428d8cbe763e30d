"""A desk: what it is called, whom it serves, where it hangs."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tenants.staff.models import Desk

KINDS = [
    ("sales", _("Sales")),
    ("retention", _("Retention")),
    ("support", _("Support")),
    ("back_office", _("Back office")),
]
_CODES = re.compile(r"[\s,;]+")


class DeskForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    countries = forms.CharField(
        label=_("Countries"),
        required=False,
        max_length=800,
        help_text=_("Two letters each, like CY, ES. Empty: all."),
    )
    languages = forms.CharField(
        label=_("Languages"), required=False, max_length=200, help_text=_("Like en, es, ar. Empty: all.")
    )

    def __init__(self, *args: Any, desk: Desk | None = None, **kwargs: Any) -> None:
        if desk is not None:
            kwargs["initial"] = {
                "name": desk.name,
                "kind": desk.kind,
                "countries": ", ".join(desk.countries),
                "languages": ", ".join(desk.languages),
            }
        super().__init__(*args, **kwargs)

    def clean_countries(self) -> list[str]:
        codes = [code.upper() for code in _split(self.cleaned_data["countries"])]
        wrong = [code for code in codes if not re.fullmatch(r"[A-Z]{2}", code)]
        if wrong:
            raise forms.ValidationError(_now("“%(code)s” is no country of two letters.") % {"code": wrong[0]})
        return codes

    def clean_languages(self) -> list[str]:
        codes = [code.lower() for code in _split(self.cleaned_data["languages"])]
        wrong = [code for code in codes if not re.fullmatch(r"[a-z]{2,3}(-[a-z]{2,4})?", code)]
        if wrong:
            raise forms.ValidationError(
                _now("“%(code)s” is no language, like en or es.") % {"code": wrong[0]}
            )
        return codes


class MoveForm(forms.Form):
    parent = forms.ModelChoiceField(
        label=_("Under"), queryset=Desk.objects.none(), required=False, empty_label=_("At the top")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Desk.objects.order_by("name")


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(code for code in _CODES.split(text.strip()) if code))
