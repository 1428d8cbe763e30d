"""The first page of the day: what waits for me, what is new."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from portals.shared.charts import Chart, Series
from portals.staff_console.access import any_member
from portals.staff_console.my_day import figures
from tenants.leads.selectors import leads_for
from tenants.staff.models import Member

NEWEST_LEADS = 8
NEWEST_ENTRIES = 12


@require_safe
@any_member
def my_day(request: HttpRequest, member: Member) -> HttpResponse:
    leads = list(leads_for(member)[:NEWEST_LEADS])
    context = {
        **figures.of(member),
        "leads": leads,
        "entries": figures.newest_activity(member, leads, NEWEST_ENTRIES),
        "chart": _leads_by_day(member),
    }
    return render(request, "staff_console/my_day/page.html", context)


@require_safe
@any_member
def live_counters(request: HttpRequest, member: Member) -> HttpResponse:
    return render(request, "staff_console/my_day/counters.html", figures.of(member))


@require_safe
@any_member
def live_counts(request: HttpRequest, member: Member) -> HttpResponse:
    """The numbers beside the navigation, on whatever page they stand."""
    return render(request, "staff_console/counts.html")


def _leads_by_day(member: Member, days: int = 14) -> Chart:
    first = clock.now().date() - timedelta(days=days - 1)
    counted = figures.leads_by_day(member, first)
    dates = [first + timedelta(days=day) for day in range(days)]
    values = [counted.get(day, 0) for day in dates] if counted else []
    labels = [date_format(day, "j M") for day in dates]
    return Chart(
        "leads-by-day",
        "bar",
        _("New leads by day"),
        labels if counted else [],
        [Series(_("Leads"), values)],
        digits=0,
    )
