"""Forms about leads."""

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.shared.stale import seen_of
from tenants.leads import selectors as leads
from tenants.leads.models import Lead
from tenants.leads.rules import phones
from tenants.leads.services import CHANNELS
from tenants.leads.services.assigning import may_be_given
from tenants.staff.models import Desk, Member

LANGUAGES: Final = [
    ("", _("Not known")),
    ("en", "English"),
    ("es", "Español"),
    ("zh-hans", "简体中文"),
    ("ar", "العربية"),
]

if TYPE_CHECKING:
    MemberField = forms.ModelChoiceField[Member]
    MembersField = forms.ModelMultipleChoiceField[Member]
else:
    MemberField = forms.ModelChoiceField
    MembersField = forms.ModelMultipleChoiceField


class MemberChoice(MemberField):
    def label_from_instance(self, obj: Member) -> str:
        return f"{obj.user} · {obj.desk}" if obj.desk else str(obj.user)


class MembersChoice(MembersField):
    def label_from_instance(self, obj: Member) -> str:
        return f"{obj.user} · {obj.desk}" if obj.desk else str(obj.user)


def takers() -> Any:
    """Colleagues who may see leads now."""
    ids = [member.id for member in may_be_given()]
    return Member.objects.filter(id__in=ids).select_related("user", "desk").order_by("user__name")


def desks() -> Any:
    return Desk.objects.order_by("name")


class PersonForm(forms.Form):
    """Who it is and how they are reached; numbers are read as people write them."""

    name = forms.CharField(
        label=_("Name"), min_length=2, max_length=160, help_text=_("As in the passport, if known.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        help_text=_("As you would write it: +357 22 123456. The country follows from its prefix."),
        widget=forms.TelInput(),
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        required=False,
        help_text=_("Two letters, like CY. Empty: as the phone says."),
        error_messages={"invalid": _("Two letters, like CY or ES.")},
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        country = cleaned.get("country") or leads.policy().default_country
        if cleaned.get("phone") and phones.read(cleaned["phone"], country) is None:
            self.add_error(
                "phone",
                _("This is no telephone number. Start with + and the country’s prefix, like +357 22 123456."),
            )
        return cleaned


class NewLeadForm(PersonForm):
    source = forms.ChoiceField(label=_("Came by"), choices=(), required=False)
    keep = forms.BooleanField(
        label=_("Give it to me"), required=False, help_text=_("Else the assignment rules decide.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = leads.sources() or [("staff", _("Staff"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("email") and not cleaned.get("phone") and not self.errors:
            raise forms.ValidationError(
                _("An e-mail or a phone number is needed, else nobody can reach this person.")
            )
        return cleaned


class RegisterForm(PersonForm):
    """Somebody at the desk: the first password goes to the address."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The first password is mailed here."))
    birth_date = forms.DateField(
        label=_("Born"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    national_id = forms.CharField(label=_("Document number"), required=False, max_length=40)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    source = forms.ChoiceField(label=_("Came by"), choices=(), required=False)
    keep = forms.BooleanField(
        label=_("This client is mine"),
        required=False,
        initial=True,
        help_text=_("Else the assignment rules decide."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = leads.sources() or [("office", _("Office visit"))]  # type: ignore[attr-defined]
        self.fields["source"].initial = "office"


PROFILE_FIELDS: Final = (
    "name",
    "email",
    "phone",
    "country",
    "language",
    "birth_date",
    "national_id",
    "address",
)
MASK_OF: Final = {
    "email": "email",
    "phone": "phone",
    "country": "country",
    "birth_date": "birth_date",
    "national_id": "document",
    "address": "address",
}


class ProfileForm(PersonForm):
    birth_date = forms.DateField(
        label=_("Born"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    national_id = forms.CharField(label=_("Document number"), required=False, max_length=40)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, mask in MASK_OF.items():
            if member.authority.mask(mask):  # what one may not see, one does not write either
                del self.fields[field]

    @classmethod
    def of(cls, lead: Lead, member: Member) -> "ProfileForm":
        values = {field: getattr(lead, field) for field in PROFILE_FIELDS}
        form = cls(initial=values, member=member)
        form.initial["seen"] = seen_of(
            {field: values[field] for field in PROFILE_FIELDS if field in form.fields}
        )
        return form

    def changes(self) -> dict[str, Any]:
        return {field: self.cleaned_data[field] for field in PROFILE_FIELDS if field in self.cleaned_data}


class AssignForm(forms.Form):
    member = MemberChoice(
        label=_("Manager"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("Nobody: into a pool"),
    )
    desk = forms.ModelChoiceField(
        label=_("Pool of"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=_("Its desk as now"),
        help_text=_("Only where nobody is chosen above."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Stands in the timeline, for whoever asks later.")
    )
    expected = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("member", takers()), ("desk", desks())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class ContactForm(forms.Form):
    channel = forms.ChoiceField(
        label=_("How"), choices=[(code, _(word)) for code, word in CHANNELS.items()], widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was said"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseForm(forms.Form):
    because = forms.CharField(label=_("What the person asked for"), max_length=200)


class JoinForm(forms.Form):
    number = forms.IntegerField(
        label=_("Client number"), min_value=1, help_text=_("Both become one; it can be undone.")
    )


class PartForm(forms.Form):
    member = MemberChoice(label=_("Colleague"), queryset=Member.objects.none(), empty_label=_("Choose"))
    part = forms.CharField(label=_("As"), max_length=40, help_text=_("Second manager, translator …"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = takers()


class HandoverForm(forms.Form):
    takers = MembersChoice(
        label=_("Who takes over"),
        queryset=Member.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several share them in turn."),
        error_messages={"required": _("Choose at least one colleague.")},
    )
    note = forms.CharField(
        label=_("Handover note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands in the timeline of each of them."),
    )

    def __init__(self, *args: Any, giver: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["takers"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = takers().exclude(id=giver.id)
