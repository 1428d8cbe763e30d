"""Forms about tasks, notes, tags and days that matter."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.staff.models import Member
from tenants.work.models import Occasion, Tag, Task

if TYPE_CHECKING:
    MemberField = forms.ModelChoiceField[Member]
else:
    MemberField = forms.ModelChoiceField


class Moment(forms.DateTimeInput):
    """The browser's own picker, in the reader's time zone."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


REMIND = [
    ("", _("No reminder")),
    ("0", _("When it is due")),
    ("10", _("10 minutes before")),
    ("60", _("1 hour before")),
    ("1440", _("1 day before")),
]


class TaskForm(forms.Form):
    title = forms.CharField(
        label=_("What is to be done"), max_length=200, widget=forms.TextInput(attrs={"autofocus": True})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Task.Kind.choices, initial=Task.Kind.CALL)
    due_at = forms.DateTimeField(label=_("Due"), required=False, widget=Moment())
    remind = forms.ChoiceField(label=_("Reminder"), choices=REMIND, required=False, initial="10")
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Task.Priority.choices, coerce=int, initial=Task.Priority.NORMAL
    )
    repeats = forms.ChoiceField(label=_("Repeats"), choices=Task.Repeats.choices, required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    owner = MemberField(label=_("For"), queryset=Member.objects.none(), required=False, empty_label=_("Me"))

    def __init__(self, *args: Any, colleagues: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        if colleagues is None:
            del self.fields["owner"]
        else:
            owner.queryset = colleagues

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        if cleaned.get("repeats") and not cleaned.get("due_at") and "due_at" not in self.errors:
            self.add_error("due_at", _("A task that repeats needs a day to begin with."))
        minutes, due = cleaned.pop("remind", ""), cleaned.get("due_at")
        cleaned["remind_at"] = due - timedelta(minutes=int(minutes)) if due and minutes else None
        return cleaned


def initial_of(task: Task) -> dict[str, Any]:
    before = task.due_at - task.remind_at if task.due_at and task.remind_at else None
    return {
        "title": task.title,
        "kind": task.kind,
        "due_at": timezone.localtime(task.due_at) if task.due_at else None,
        "remind": str(int(before.total_seconds() // 60)) if before is not None else "",
        "priority": task.priority,
        "repeats": task.repeats,
        "note": task.note,
    }


class DoneForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Task.Outcome.choices, required=False)
    result = forms.CharField(label=_("What came of it"), max_length=400, required=False)


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, "data-draft": "note"}),
        help_text=_("@name tells a colleague."),
    )
    private = forms.BooleanField(label=_("Private: nobody but me can ever read it"), required=False)
    pinned = forms.BooleanField(label=_("Pin to the top"), required=False)


class TagForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40)
    colour = forms.ChoiceField(label=_("Colour"), choices=Tag.Colour.choices)


class OccasionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=Occasion.Kind.choices)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    title = forms.CharField(label=_("What"), max_length=200)
    symbol = forms.CharField(label=_("Symbol"), max_length=64, required=False)
    country = forms.CharField(
        label=_("Country"), max_length=2, required=False, help_text=_("Two letters, like US.")
    )
    note = forms.CharField(label=_("Note"), max_length=400, required=False)
