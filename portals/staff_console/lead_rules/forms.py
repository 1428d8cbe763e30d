"""Forms of the rules about leads."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from portals.staff_console.leads.forms import LANGUAGES, MemberChoice, desks, takers
from tenants.leads import selectors as leads
from tenants.leads.models import AssignmentRule, Policy
from tenants.leads.selectors.scoring import FIGURES
from tenants.leads.services.settings import LONGEST_FIRST_CONTACT
from tenants.staff.models import Desk, Member

GIVES: Final = [
    ("share", _("Somebody of the desk, by the strategy")),
    ("member", _("One colleague by name")),
    ("pool", _("The desk’s pool: whoever takes it")),
    ("desk", _("The desk, whose own rules decide")),
]
STRATEGIES: Final = [
    ("least_loaded", _("Fewest open leads")),
    ("round_robin", _("In turn")),
    ("weighted", _("In turn by weight")),
]
CONVERTS: Final = [
    ("email", _("A confirmed e-mail address")),
    ("national_id", _("A checked document")),
    ("phone", _("A telephone number, when a colleague says so")),
    ("client_number", _("A client number, when a colleague enters it")),
]
APPROVED: Final = [
    ("name", _("Name")),
    ("email", _("E-mail")),
    ("phone", _("Phone")),
    ("country", _("Country")),
    ("birth_date", _("Born")),
    ("national_id", _("Document number")),
    ("address", _("Address")),
]


class AssignmentForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Stands on every lead that this rule gives.")
    )
    gives = forms.ChoiceField(label=_("Gives it to"), choices=GIVES)
    desk = forms.ModelChoiceField(
        label=_("Desk"), queryset=Desk.objects.none(), required=False, empty_label=_("All desks")
    )
    member = MemberChoice(
        label=_("Colleague"), queryset=Member.objects.none(), required=False, empty_label=_("–")
    )
    strategy = forms.ChoiceField(label=_("Strategy"), choices=STRATEGIES)
    of_desk = forms.ModelChoiceField(
        label=_("Asked"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=_("For every new lead"),
        help_text=_("Or only for leads that a rule sent to this desk."),
    )
    is_on = forms.BooleanField(label=_("Switched on"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("desk", desks()), ("of_desk", desks()), ("member", takers())):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    @classmethod
    def of(cls, rule: AssignmentRule) -> "AssignmentForm":
        names = ("name", "gives", "desk", "member", "strategy", "of_desk", "is_on")
        return cls(initial={name: getattr(rule, name) for name in names})


class CapacityForm(forms.Form):
    most_open = forms.IntegerField(
        label=_("Most open leads"), min_value=0, required=False, help_text=_("Empty: any number.")
    )
    weight = forms.IntegerField(label=_("Weight"), min_value=0, max_value=100)


class TryForm(forms.Form):
    """A lead that does not exist, to see who would get it."""

    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    country = forms.CharField(label=_("Country"), required=False, max_length=2)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)
    source = forms.ChoiceField(label=_("Came by"), required=False, choices=())
    referral_code = forms.CharField(label=_("IB or referral code"), required=False, max_length=40)
    campaign = forms.CharField(label=_("Campaign"), required=False, max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "–"), *leads.sources()]  # type: ignore[attr-defined]


class PolicyForm(forms.Form):
    protection_days = forms.IntegerField(
        label=_("Days of protection"),
        min_value=1,
        max_value=3650,
        help_text=_("Not spoken to for so long, a lead goes back to the pool."),
    )
    warning_days = forms.IntegerField(
        label=_("Warn so many days before"), min_value=0, max_value=3650, help_text=_("Its manager is told.")
    )
    dormant_days = forms.IntegerField(
        label=_("Dormant after days without a deal"), min_value=1, max_value=3650
    )
    first_contact_minutes = forms.IntegerField(
        label=_("Minutes to the first contact"),
        min_value=1,
        max_value=LONGEST_FIRST_CONTACT,
        help_text=_("A new lead that has waited longer stands as late in My day."),
    )
    default_country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Numbers without prefix are of"),
        required=False,
        help_text=_("Two letters, like CY."),
        error_messages={"invalid": _("Two letters, like CY or ES.")},
    )
    converts_by = forms.MultipleChoiceField(
        label=_("Somebody who registers is recognised by"),
        choices=CONVERTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    approved_fields = forms.MultipleChoiceField(
        label=_("Of a client, a second person approves changes of"),
        choices=APPROVED,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @classmethod
    def of(cls, policy: Policy) -> "PolicyForm":
        return cls(initial={name: getattr(policy, name) for name in cls.base_fields})

    def changes(self) -> dict[str, Any]:
        return {**self.cleaned_data, "default_country": self.cleaned_data["default_country"].upper()}


class DeskDaysForm(forms.Form):
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=3650, required=False)
    warning_days = forms.IntegerField(label=_("Warning"), min_value=0, max_value=3650, required=False)


class ScoringForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Explains the points on each lead."))
    points = forms.IntegerField(label=_("Points"), min_value=-1000, max_value=1000)
    per = forms.ChoiceField(label=_("For each"), required=False, choices=())
    most = forms.IntegerField(
        label=_("At most"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("Where it counts for each."),
    )
    is_on = forms.BooleanField(label=_("Switched on"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figures = [(code, column.label) for code, column in FIGURES.items()]
        self.fields["per"].choices = [("", _("Once")), *figures]  # type: ignore[attr-defined]

    def clean_points(self) -> int:
        points = int(self.cleaned_data["points"])
        if points == 0:
            raise forms.ValidationError(_("Points from -1000 to 1000, but not 0."))
        return points


class SourceForm(forms.Form):
    label = forms.CharField(label=_("Name"), max_length=80)
    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("As imports and the API write it; it stays.")
    )
