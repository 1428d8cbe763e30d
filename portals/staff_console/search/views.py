"""The search of the whole console: results as one types, grouped by what they are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portals.staff_console.access import any_member
from tenants.insight.finding import Hit, search
from tenants.staff.models import Member


@require_safe
@any_member
def results(request: HttpRequest, member: Member) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    groups = [
        (group.label, [(hit, _address(hit)) for hit in group.hits]) for group in search(member, text)
    ] if text else []  # fmt: skip
    return render(request, "staff_console/search/results.html", {"groups": groups, "text": text})


def _address(hit: Hit) -> str:
    names = {
        "client": "client",
        "lead": "lead",
        "partner": "partner",
        "account": "client",
    }
    if hit.kind in ("deposit", "withdrawal"):
        return reverse("finance_movement", args=[hit.kind, hit.subject_id])
    return reverse(names.get(hit.kind, "approval"), args=[hit.subject_id])
