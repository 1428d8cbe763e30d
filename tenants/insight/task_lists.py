"""The list of tasks: one's own, and those of colleagues in scope."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from tenants.lists.types import Column, ListDefinition
from tenants.work.models import Task
from tenants.work.selectors import tasks_for

from . import choices

tasks: Final = ListDefinition(
    code="tasks",
    label=_("Tasks"),
    permission="",
    default_sort="due",
    base=tasks_for,
    columns=(
        Column("title", _("Task"), path="title", show="name", fixed=True, default=True, phone="main"),
        Column("kind", _("Kind"), "choice", "kind", show="choice", choices=lambda: Task.Kind.choices, default=True),
        Column("about", _("About"), path="subject_label", default=True, phone="line"),
        Column("owner", _("Whose"), "choice", "owner_id", value=lambda row: row.owner, choices=choices.colleagues, blank=False,
               default=True, phone="line"),
        Column("due", _("Due"), "datetime", "due_at", show="time", sortable=True, nullable=True, default=True,
               phone="side"),
        Column("priority", _("Weight"), "number", "priority", show="choice", whole=True,
               choices=lambda: [(str(code), label) for code, label in Task.Priority.choices], filterable=False),
        Column("state", _("Status"), "choice", "state", show="status", choices=lambda: Task.State.choices,
               default=True, phone="line"),
        Column("created", _("Created"), "datetime", "created_at", show="time", sortable=True),
        Column("done", _("Done"), "datetime", "done_at", show="time"),
        Column("result", _("Result"), path="result"),
    ),
)  # fmt: skip
