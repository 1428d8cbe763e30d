"""Desks as their leaders see them: each with the desks below it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from atrium.kernel.errors import NotFound
from portals.staff_console.access import permitted
from portals.staff_console.desks import team
from tenants.staff.authorities import desks_below
from tenants.staff.models import Desk, Member


@require_safe
@permitted("tasks.view")
def desk_list(request: HttpRequest, member: Member) -> HttpResponse:
    """Straight to the desk, where there is one."""
    desks = team.desks_in_sight(member)
    if len(desks) == 1:
        return redirect("desk", desk_id=desks[0].id)
    rows = [(desk, len(desks_below(desk.id)) - 1) for desk in desks]
    return render(request, "staff_console/desks/list.html", {"rows": rows})


@require_safe
@permitted("tasks.view")
def desk_page(request: HttpRequest, member: Member, desk_id: uuid.UUID) -> HttpResponse:
    desk = _desk(member, desk_id)
    below = desks_below(desk.id)
    stages = team.stages_of(member, below)
    context = {
        "desk": desk,
        "children": Desk.objects.filter(parent=desk).order_by("name"),
        "people": team.people_of(member, below),
        "stages": [(stage, stages.get(stage, 0)) for stage in team.STAGES],
        "total": sum(stages.values()),
        "unassigned": team.unassigned(member, below),
        "chart": team.funnel(stages),
    }
    return render(request, "staff_console/desks/page.html", context)


def _desk(member: Member, desk_id: uuid.UUID) -> Desk:
    found = next((desk for desk in team.desks_in_sight(member) if desk.id == desk_id), None)
    if found is None:
        raise NotFound("There is no such desk.")
    return found
