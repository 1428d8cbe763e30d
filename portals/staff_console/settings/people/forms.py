"""Forms about colleagues and the roles they hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.staff.models import Desk, Member, Role

_FROM = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
_TO = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
_MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class AppointmentForm(forms.Form):
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.none(), empty_label=_("Choose"))
    desk = forms.ModelChoiceField(
        label=_("Desk"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=_("None: the whole house"),
        help_text=_("“Their desk and the desks below it” counts from here."),
    )
    active_from = forms.DateTimeField(
        label=_("From"), required=False, input_formats=_MOMENTS, widget=_FROM, help_text=_("Empty: at once.")
    )
    active_to = forms.DateTimeField(
        label=_("Until"),
        required=False,
        input_formats=_MOMENTS,
        widget=_TO,
        help_text=_("Empty: without an end. Authority ends by itself at this moment."),
    )
    is_leader = forms.BooleanField(label=_("Leads this desk"), required=False)
    because = forms.CharField(
        label=_("Reason"), required=False, max_length=200, help_text=_("For whoever asks later.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "role", Role.objects.order_by("name"))
        _choices(self, "desk", Desk.objects.order_by("name"))


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The link to choose a password goes here, and is good for three days.")
    )
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.none(), empty_label=_("Choose"))
    desk = forms.ModelChoiceField(
        label=_("Desk"), queryset=Desk.objects.none(), required=False, empty_label=_("None: the whole house")
    )
    active_to = forms.DateTimeField(
        label=_("Until"),
        required=False,
        input_formats=_MOMENTS,
        widget=_TO,
        help_text=_("Empty: without an end."),
    )
    takes_leads = forms.BooleanField(label=_("Takes leads"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "role", Role.objects.order_by("name"))
        _choices(self, "desk", Desk.objects.order_by("name"))


class MemberForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    desk = forms.ModelChoiceField(
        label=_("Home desk"),
        queryset=Desk.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Where their new leads belong. It gives no right."),
    )
    takes_leads = forms.BooleanField(label=_("Takes leads"), required=False)

    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:
        if member is not None:
            kwargs["initial"] = {
                "name": member.user.name,
                "desk": member.desk_id,
                "takes_leads": member.takes_leads,
            }
        super().__init__(*args, **kwargs)
        _choices(self, "desk", Desk.objects.order_by("name"))


def _choices(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
