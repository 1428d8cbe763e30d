"""Desks: the tree, dragged or moved by keyboard, and one desk's words."""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, NotFound
from portals.shared.refusals import show_in
from portals.staff_console.access import permitted
from portals.staff_console.settings.desks.forms import KINDS, DeskForm, MoveForm
from tenants.staff import services
from tenants.staff.authorities import in_force
from tenants.staff.models import Appointment, Desk, Member


@dataclass(frozen=True, slots=True)
class Node:
    desk: Desk
    depth: int
    kind: str
    people: int
    leaders: list[str]


@require_safe
@permitted("settings.desks")
def desk_tree(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"nodes": _nodes(), "desks": Desk.objects.order_by("name")}
    return render(request, "staff_console/settings/desks/tree.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.desks")
def new_desk(request: HttpRequest, member: Member) -> HttpResponse:
    form, move_form = DeskForm(request.POST or None), MoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and move_form.is_valid():
        parent = move_form.cleaned_data["parent"]
        try:
            services.create_desk(**form.cleaned_data, parent_id=parent.id if parent else None, by=member)
        except AtriumError as error:
            show_in(form, error)
        else:
            return redirect("settings_desks")
    status = 422 if form.is_bound else 200
    context = {"form": form, "move_form": move_form, "desk": None}
    return render(request, "staff_console/settings/desks/desk.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("settings.desks")
def desk_page(request: HttpRequest, member: Member, desk_id: uuid.UUID) -> HttpResponse:
    desk = _desk(desk_id)
    form = DeskForm(request.POST or None, desk=desk)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_desk(desk_id=desk.id, **form.cleaned_data)
        except AtriumError as error:
            show_in(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("settings_desks")
    context = {"form": form, "desk": desk, "move_form": MoveForm(initial={"parent": desk.parent_id})}
    return render(
        request, "staff_console/settings/desks/desk.html", context, status=422 if form.is_bound else 200
    )


@require_POST
@permitted("settings.desks")
def move(request: HttpRequest, member: Member, desk_id: uuid.UUID) -> HttpResponse:
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise NotFound("There is no such desk to put it under.")
    parent = form.cleaned_data["parent"]
    moved = services.move_desk(desk_id=desk_id, parent_id=parent.id if parent else None, by=member)
    where = parent.name if parent else _("the top")
    messages.success(request, _("%(desk)s is now under %(where)s.") % {"desk": moved, "where": where})
    return redirect("settings_desks")


@require_POST
@permitted("settings.desks")
def remove(request: HttpRequest, member: Member, desk_id: uuid.UUID) -> HttpResponse:
    services.remove_desk(desk_id=desk_id)
    messages.success(request, _("The desk is gone. Nothing hung on it."))
    return redirect("settings_desks")


def _nodes() -> list[Node]:
    desks = list(Desk.objects.order_by("name"))
    held = list(
        Appointment.objects.filter(in_force(clock.now()), desk__isnull=False).select_related("member__user")
    )
    people = Counter(desk_id for desk_id, _member in {(row.desk_id, row.member_id) for row in held})
    words: dict[str, Any] = dict(KINDS)
    nodes: list[Node] = []

    def hang(parent_id: uuid.UUID | None, depth: int) -> None:
        for desk in (one for one in desks if one.parent_id == parent_id):
            leaders = [str(row.member) for row in held if row.desk_id == desk.id and row.is_leader]
            nodes.append(Node(desk, depth, str(words.get(desk.kind, desk.kind)), people[desk.id], leaders))
            hang(desk.id, depth + 1)

    hang(None, 0)
    return nodes


def _desk(desk_id: uuid.UUID) -> Desk:
    desk = Desk.objects.filter(id=desk_id).first()
    if desk is None:
        raise NotFound("There is no such desk.")
    return desk
