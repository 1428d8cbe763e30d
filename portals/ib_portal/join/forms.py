"""Who wants to be a partner."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _


class JoinForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        min_length=2,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=20, help_text=_("With its country, like +447700900123."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"), choices=(), required=False)
    website = forms.CharField(label=_("Website or channel"), required=False, max_length=200)
    reason = forms.CharField(
        label=_("How will you bring clients?"), min_length=10, max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    def __init__(self, *args: Any, questions: Sequence[dict[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[question["code"]] = _field(question)
        names = Locale.parse(to_locale(get_language() or "en")).territories
        found = sorted(
            ((code, name) for code, name in names.items() if len(code) == 2), key=lambda pair: pair[1]
        )
        self.fields["country"].choices = [("", "–"), *found]  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """Who they are, without the answers."""
        asked = {question["code"] for question in self.questions}
        return {name: value for name, value in self.cleaned_data.items() if name not in asked}


def _field(question: Mapping[str, Any]) -> forms.Field:
    """As staff wrote it: it is their words, in whichever language."""
    label, required = question["label"], question["required"]
    if question["kind"] == "words":
        return forms.CharField(
            label=label, required=required, max_length=600, widget=forms.Textarea(attrs={"rows": 2})
        )
    if question["kind"] == "yes_no":
        choices = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]
    else:
        choices = [("", "–"), *((one, one) for one in question["choices"])]
    return forms.ChoiceField(label=label, required=required, choices=choices)
