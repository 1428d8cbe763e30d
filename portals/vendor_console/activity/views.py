"""What operators did, to which broker, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portals.shared.paging import page_of
from portals.vendor_console.access import operators
from tenants.activity.models import Entry
from tenants.staff.models import Member


@require_safe
@operators("brokers.view")
def log(request: HttpRequest, operator: Member) -> HttpResponse:
    page = page_of(Entry.objects.filter(subject_kind="broker"), request.GET.get("cursor", ""), by="at")
    return render(request, "vendor_console/activity/log.html", {"page": page})
