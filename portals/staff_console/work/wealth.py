"""The wealth calendar: what falls due around clients, day by day, in the scope of who looks."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portals.staff_console.access import any_member, permitted
from portals.staff_console.work import wealth_sources
from portals.staff_console.work.forms import OccasionForm
from tenants.staff.models import Member
from tenants.work import services

SPAN = 30


@dataclass(frozen=True, slots=True)
class WealthDay:
    date: date
    is_today: bool
    events: list[wealth_sources.WealthEvent]


@require_safe
@any_member
def page(request: HttpRequest, member: Member) -> HttpResponse:
    first = _day(request.GET.get("from", ""))
    last = first + timedelta(days=SPAN - 1)
    kinds = wealth_sources.kinds_for(member)
    chosen = [kind for kind in request.GET.getlist("kind") if kind in dict(kinds)] or [
        code for code, _w in kinds
    ]
    events = wealth_sources.between(member, first, last, chosen)
    by_day: dict[date, list[wealth_sources.WealthEvent]] = defaultdict(list)
    for event in events:
        by_day[event.on].append(event)
    today = timezone.localdate()
    context = {
        "days": [WealthDay(day, day == today, by_day[day]) for day in sorted(by_day)],
        "kinds": kinds,
        "chosen": chosen,
        "first": first,
        "last": last,
        "before": first - timedelta(days=SPAN),
        "after": first + timedelta(days=SPAN),
        "may_add": member.allows("tags.manage"),
    }
    return render(request, "staff_console/work/wealth.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("tags.manage")
def new_occasion(request: HttpRequest, member: Member) -> HttpResponse:
    form = OccasionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_occasion(**form.cleaned_data, by=member.user)
        messages.success(request, _("Entered in the wealth calendar."))
        return redirect("wealth")
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/work/occasion_new.html", {"form": form}, status=status)


@require_POST
@permitted("tags.manage")
def remove(request: HttpRequest, member: Member, occasion_id: uuid.UUID) -> HttpResponse:
    services.remove_occasion(occasion_id=occasion_id)
    messages.success(request, _("Removed from the wealth calendar."))
    return redirect("wealth")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
