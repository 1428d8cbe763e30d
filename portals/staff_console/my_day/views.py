"""The first page of the day: what waits for this colleague, chosen by what they may do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.kernel.errors import NotFound
from portals.staff_console.access import any_member
from portals.staff_console.my_day import desk, figures
from tenants.staff.models import Member

NEWEST_ENTRIES = 10


@require_safe
@any_member
def my_day(request: HttpRequest, member: Member) -> HttpResponse:
    parts = desk.parts_for(member)
    context = {
        **figures.of(member),
        "wide": [part for part in parts if part.place == "wide"],
        "side": [part for part in parts if part.place == "side"],
        "below": [part for part in parts if part.place == "below"],
        "entries": figures.newest_activity(member, NEWEST_ENTRIES),
    }
    for part in parts:
        context |= part.build(member)
    return render(request, "staff_console/my_day/page.html", context)


@require_safe
@any_member
def live_part(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    part = next((one for one in desk.parts_for(member) if one.code == code), None)
    if part is None:
        raise NotFound("This page does not exist, or it is not yours to see.")
    return render(request, part.template, part.build(member))


@require_safe
@any_member
def live_counters(request: HttpRequest, member: Member) -> HttpResponse:
    return render(request, "staff_console/my_day/counters.html", figures.of(member))


@require_safe
@any_member
def live_counts(request: HttpRequest, member: Member) -> HttpResponse:
    """The numbers beside the navigation, on whatever page they stand."""
    return render(request, "staff_console/counts.html")
