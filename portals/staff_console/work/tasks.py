"""Tasks: the list, one in a drawer, added from anywhere, done with undo."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from portals.shared.paging import page_of
from portals.staff_console.access import any_member, in_drawer
from portals.staff_console.people import Person, addresses_of, person_for
from portals.staff_console.work.answers import told
from portals.staff_console.work.forms import DoneForm, TaskForm, initial_of
from tenants.leads import services as leads
from tenants.staff.models import Member
from tenants.staff.scopes import within
from tenants.staff.selectors import members_active
from tenants.work import selectors, services
from tenants.work.models import Task
from tenants.work.types import PERSON

TABS = ("mine", "overdue", "given", "desk", "done")
ROWS = 100
PARTS = "[data-work], [data-timeline], #count-tasks"


@require_safe
@any_member
def task_list(request: HttpRequest, member: Member) -> HttpResponse:
    tab = request.GET.get("show", "mine")
    tab = tab if tab in TABS else "mine"
    page = _done_page(request, member) if tab == "done" else None
    rows = list(page.rows if page else selectors.by_urgency(_open(member, tab))[:ROWS])
    context = {
        "tasks": rows,
        "page": page,
        "tab": tab,
        "tabs": _tabs(member),
        "links": addresses_of(
            [one.subject_id for one in rows if one.subject_kind == PERSON and one.subject_id]
        ),
        "overdue": selectors.overdue(member.user).now(),
    }
    return render(request, "staff_console/work/tasks.html", context)


def _open(member: Member, tab: str) -> QuerySet[Task]:
    if tab == "given":
        rows = selectors.tasks_for(member).filter(created_by=member.user).exclude(owner=member.user)
    elif tab == "desk":
        rows = selectors.tasks_for(member)
    else:
        rows = selectors.tasks_of(member.user)
    if tab == "overdue":
        rows = rows.filter(due_at__lt=clock.now())
    return rows.filter(state=Task.State.OPEN)


def _done_page(request: HttpRequest, member: Member) -> Any:
    rows = selectors.tasks_of(member.user).exclude(state=Task.State.OPEN)
    return page_of(rows, request.GET.get("cursor", ""), by="done_at")


def _tabs(member: Member) -> list[tuple[str, str]]:
    shown = [("mine", _("Mine")), ("overdue", _("Overdue")), ("given", _("Given to others"))]
    if member.allows("tasks.view"):
        shown.append(("desk", _("Colleagues")))
    return [*shown, ("done", _("Done"))]


@require_http_methods(["GET", "HEAD", "POST"])
@any_member
def new_task(request: HttpRequest, member: Member) -> HttpResponse:
    person = _person(member, request.GET.get("person", ""))
    form = TaskForm(request.POST or None, colleagues=_colleagues(member), initial=_suggested(request))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        owner = facts.pop("owner", None)
        services.create_task(
            **facts,
            owner=owner.user if owner else member.user,
            by=member.user,
            subject=person.subject if person else None,
        )
        return told(request, _("Task added."), refetch=PARTS)
    context = {"form": form, "person": person, "address": request.get_full_path()}
    status = 422 if form.is_bound else 200
    kind = "drawer" if in_drawer(request) else "page"
    return render(request, f"staff_console/work/new_task_{kind}.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@any_member
def task(request: HttpRequest, member: Member, task_id: uuid.UUID) -> HttpResponse:
    found = selectors.task_for(member, task_id)
    form = TaskForm(request.POST or None, colleagues=_colleagues(member), initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        owner = facts.pop("owner", None)
        services.change_task(task_id=found.id, **facts)
        if owner:
            services.give_task(task_id=found.id, to=owner.user, by=member.user)
        return told(request, _("Task saved."), refetch=PARTS)
    context = {
        "task": found,
        "form": form,
        "done_form": DoneForm(),
        "person": _person(member, str(found.subject_id or ""), quiet=True),
    }
    kind = "drawer" if in_drawer(request) else "page"
    status = 422 if form.is_bound else 200
    return render(request, f"staff_console/work/task_{kind}.html", context, status=status)


@require_POST
@any_member
def done(request: HttpRequest, member: Member, task_id: uuid.UUID) -> HttpResponse:
    """A call that reached somebody is a contact: the lead's protection and its first contact follow."""
    found = selectors.task_for(member, task_id)
    form = DoneForm(request.POST)
    facts = form.cleaned_data if form.is_valid() else {"outcome": "", "result": ""}
    ended = services.finish_task(task_id=found.id, by=member.user, **facts)
    if ended.is_contact and ended.outcome in ("reached", "call_back") and ended.subject_kind == PERSON:
        assert ended.subject_id is not None
        leads.note_contact(
            lead_id=ended.subject_id, by=member, channel=ended.kind, at=ended.done_at or clock.now()
        )
    undo = reverse("task_undo", args=[found.id])
    return told(request, _("Done: %(title)s") % {"title": found.title}, undo=undo, refetch=PARTS)


@require_POST
@any_member
def drop(request: HttpRequest, member: Member, task_id: uuid.UUID) -> HttpResponse:
    found = selectors.task_for(member, task_id)
    services.drop_task(task_id=found.id, by=member.user)
    undo = reverse("task_undo", args=[found.id])
    return told(request, _("Dropped: %(title)s") % {"title": found.title}, undo=undo, refetch=PARTS)


@require_POST
@any_member
def undo(request: HttpRequest, member: Member, task_id: uuid.UUID) -> HttpResponse:
    found = selectors.task_for(member, task_id)
    services.reopen_task(task_id=found.id)
    return told(request, _("Open again: %(title)s") % {"title": found.title}, refetch=PARTS)


def _colleagues(member: Member) -> QuerySet[Member] | None:
    """Those to whom this one may give tasks; None: to nobody else."""
    if not member.allows("tasks.manage"):
        return None
    reached = within(members_active(), member, "tasks.manage", assigned="pk", desk="desk", participants="")
    return reached.exclude(id=member.id).order_by("user__name")


def _person(member: Member, lead_id: str, *, quiet: bool = False) -> Person | None:
    if not lead_id:
        return None
    try:
        return person_for(member, uuid.UUID(lead_id))
    except (NotFound, ValueError):
        if quiet:
            return None
        raise NotFound("There is no such person, or they are not yours to see.") from None


def _suggested(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("title", "kind", "due_at") if name in request.GET}
