"""What each action asks before it begins."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.staff.models import Desk, Member
from tenants.staff.selectors import members_with_authority
from tenants.work.models import Tag


class ActionForm(forms.Form):
    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.fill()

    def fill(self) -> None:
        """Choices that are rows."""

    def choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """As the job keeps them: text."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in given.items()
        }


class ReasonForm(ActionForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Stands in each timeline, for whoever asks later.")
    )


class ReassignForm(ReasonForm):
    member_id = forms.ChoiceField(label=_("Colleague"))
    field_order = ("member_id", "reason")

    def fill(self) -> None:
        able = sorted((one for one in members_with_authority() if one.allows("leads.view")), key=str)
        self.choose("member_id", [("", _("Choose")), *((str(one.id), _named(one)) for one in able)])


class PoolForm(ReasonForm):
    desk_id = forms.ChoiceField(label=_("Pool"), required=False)
    field_order = ("desk_id", "reason")

    def fill(self) -> None:
        desks = ((str(desk.id), desk.name) for desk in Desk.objects.order_by("name"))
        self.choose("desk_id", [("", _("The desk that each has now, or the company’s")), *desks])


class DeskForm(ReasonForm):
    desk_id = forms.ChoiceField(label=_("Desk"), help_text=_("Each keeps its manager."))
    field_order = ("desk_id", "reason")

    def fill(self) -> None:
        desks = ((str(desk.id), desk.name) for desk in Desk.objects.order_by("name"))
        self.choose("desk_id", [("", _("Choose")), *desks])


class TagForm(ActionForm):
    tag_id = forms.ChoiceField(label=_("Tag"))

    def fill(self) -> None:
        tags = ((str(tag.id), tag.name) for tag in Tag.objects.order_by("name"))
        self.choose("tag_id", [("", _("Choose")), *tags])


class TaskForm(ActionForm):
    title = forms.CharField(label=_("What is to be done"), max_length=200)
    owner = forms.ChoiceField(
        label=_("Who does it"), choices=[("manager", _("The manager of each")), ("me", _("I"))]
    )
    due = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


FORMS: dict[str, type[ActionForm]] = {
    "reassign": ReassignForm,
    "pool": PoolForm,
    "desk": DeskForm,
    "tag": TagForm,
    "untag": TagForm,
    "task": TaskForm,
}


def form_for(action: str, member: Member, data: Any) -> ActionForm:
    return FORMS[action](data, member=member)


def _named(member: Member) -> str:
    return f"{member} · {member.desk}" if member.desk else str(member)
