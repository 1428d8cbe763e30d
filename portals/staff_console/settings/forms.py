"""The brand editor's form: lists and colours, never CSS."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.shared.brand import FONTS, NEUTRALS, RADII, Look

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_FONT_CHOICES = [(code, family) for code, family in FONTS.items()]
_HEX = r"^#[0-9a-fA-F]{6}$"


def _colour(label: "_StrPromise") -> forms.RegexField:
    picker = forms.TextInput(attrs={"type": "color"})
    return forms.RegexField(
        _HEX, label=label, widget=picker, error_messages={"invalid": _("A colour is written like #1f3a5f.")}
    )


class BrandForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    primary = _colour(_("Main colour"))
    accent = _colour(_("Accent colour"))
    neutral = forms.ChoiceField(label=_("Greys"), choices=[(code, code.capitalize()) for code in NEUTRALS])
    radius = forms.TypedChoiceField(label=_("Corners"), coerce=int, choices=[(r, f"{r} px") for r in RADII])
    heading_font = forms.ChoiceField(label=_("Headings"), choices=_FONT_CHOICES)
    body_font = forms.ChoiceField(label=_("Text"), choices=_FONT_CHOICES)
    support_email = forms.EmailField(label=_("Support e-mail"), required=False)

    def look(self) -> Look:
        fields = ("primary", "accent", "neutral", "radius", "heading_font", "body_font")
        return Look(**{field: self.cleaned_data[field] for field in fields})

    def changes(self) -> dict[str, object]:
        lower = {field: self.cleaned_data[field].lower() for field in ("primary", "accent")}
        return {**self.cleaned_data, **lower}
