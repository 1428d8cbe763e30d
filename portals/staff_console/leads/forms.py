"""Forms about leads."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.staff.models import Member
from tenants.staff.selectors import members_active


class NewLeadForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160, help_text=_("As in the passport, if known."))
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.RegexField(
        r"^\+[1-9][0-9]{6,14}$",
        label=_("Phone"),
        required=False,
        help_text=_("With country code, like +35722123456."),
        error_messages={"invalid": _("Write the number with + and country code, without spaces.")},
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        required=False,
        help_text=_("Two letters, like CY."),
        error_messages={"invalid": _("Two letters, like CY or ES.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[
            ("", _("Not known")),
            ("en", "English"),
            ("es", "Español"),
            ("zh-hans", "简体中文"),
            ("ar", "العربية"),
        ],
    )

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if not cleaned.get("email") and not cleaned.get("phone") and not self.errors:
            raise forms.ValidationError(
                _("An e-mail or a phone number is needed, else nobody can reach this person.")
            )
        return cleaned


if TYPE_CHECKING:
    MemberField = forms.ModelChoiceField[Member]
else:
    MemberField = forms.ModelChoiceField


class MemberChoice(MemberField):
    def label_from_instance(self, obj: Member) -> str:
        return f"{obj.user} · {obj.desk}" if obj.desk else str(obj.user)


class AssignForm(forms.Form):
    member = MemberChoice(label=_("Manager"), queryset=Member.objects.none(), empty_label=_("Choose"))
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Stands in the timeline, for whoever asks later.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = members_active().order_by("user__name")
