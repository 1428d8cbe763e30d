"""What a file's columns are, and what holds for all its rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.imports.engine import words
from tenants.imports.engine.columns import FIELDS
from tenants.imports.types import Settings
from tenants.staff.models import Member
from tenants.staff.selectors import members_with_authority

FIELD_WORDS = {
    "name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "country": _("Country"),
    "language": _("Language"),
    "source": _("Source"),
    "campaign": _("Campaign"),
    "referral_code": _("Referral code"),
    "birth_date": _("Birth date"),
    "national_id": _("National id"),
    "address": _("Address"),
    "manager": _("Manager (name or e-mail)"),
}
CHOICES = [("", _("Leave out"))] + [(code, FIELD_WORDS[code]) for code in FIELDS]


ASSIGNMENTS = [("rules", _("As the assignment rules say")), ("pool", _("Nobody yet: the pool"))]


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), up to 50 MB and 200,000 rows. The first row holds the headings."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Nothing was imported."),
        },
    )


class SettingsForm(forms.Form):
    default_country = forms.ChoiceField(
        label=_("Country where the file says none"),
        required=False,
        help_text=_("Also how phone numbers without a + are read."),
    )
    source = forms.CharField(label=_("Source"), max_length=40, initial="import")
    campaign = forms.CharField(label=_("Campaign"), max_length=80, required=False)
    assignment = forms.ChoiceField(
        label=_("Who gets them"),
        choices=ASSIGNMENTS,
    )
    member_id = forms.ChoiceField(label=_("Colleague"), required=False)
    duplicates = forms.ChoiceField(
        label=_("Who is there already"),
        choices=[
            ("skip", _("Leave the row out")),
            ("complete", _("Fill in what the lead lacks")),
            ("create", _("Make another lead")),
        ],
        help_text=_("Nothing that a lead has is ever overwritten by a file."),
    )
    match = forms.MultipleChoiceField(
        label=_("The same person has the same"),
        choices=[("email", _("E-mail")), ("phone", _("Phone")), ("name", _("Name"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=["email", "phone"],
    )
    dates = forms.ChoiceField(
        label=_("Dates like 03/04/1990 are"),
        choices=[("day", _("3 April: day first")), ("month", _("4 March: month first"))],
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("default_country", [("", _("None")), *_countries()])
        if member.allows("leads.assign"):
            self._choose("assignment", [*ASSIGNMENTS, ("member", _("One colleague"))])
            able = sorted((one for one in members_with_authority() if one.allows("leads.view")), key=str)
            self._choose("member_id", [("", _("Choose")), *((str(one.id), str(one)) for one in able)])
        else:
            del self.fields["member_id"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def settings(self) -> Settings:
        return Settings.of({**self.cleaned_data})


def _countries() -> list[tuple[str, str]]:
    from babel import Locale
    from django.utils.translation import get_language, to_locale

    names = Locale.parse(to_locale(get_language() or "en")).territories
    found = [(code, names.get(code, code)) for code in words.codes()]
    return sorted(found, key=lambda pair: pair[1])
