"""Month close: the list of what must hold, the button that shuts the books, and the way to open them again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.kernel.errors import AtriumError, NotFound
from portals.staff_console.access import permitted
from portals.staff_console.finance.forms import ReopenForm, month_of
from portals.staff_console.finance.tabs import tabs
from portals.staff_console.finance.words import CHECKS
from tenants.payments.models import MonthClose
from tenants.payments.services import month_closing
from tenants.staff.models import Member

SHOWN = 13


@require_safe
@permitted("finance.view")
def months(request: HttpRequest, member: Member) -> HttpResponse:
    """The last year's months, newest first, each with how it stands."""
    closed = {
        row.month: row
        for row in MonthClose.objects.filter(state="closed")
        .select_related("closed_by")
        .order_by("-month")[:120]
    }
    context = {
        "tabs": tabs("finance_months", member),
        "months": [(month, closed.get(month)) for month in _last_months()],
        "latest": next(iter(closed.values()), None),
        "may_close": member.allows("finance.close"),
        "earlier": MonthClose.objects.filter(state="reopened")
        .select_related("closed_by")
        .order_by("-reopened_at")[:20],
    }
    return render(request, "staff_console/finance/months.html", context)


@require_safe
@permitted("finance.view")
def month_page(request: HttpRequest, member: Member, month: str) -> HttpResponse:
    return render(request, "staff_console/finance/month.html", _context(member, _month(month)))


@require_POST
@permitted("finance.close")
def close(request: HttpRequest, member: Member, month: str) -> HttpResponse:
    when = _month(month)
    try:
        month_closing.close_month(month=when, by=member)
    except AtriumError as refusal:
        context = _context(member, when) | {"refusal": refusal.message}
        return render(request, "staff_console/finance/month.html", context, status=422)
    messages.success(request, _("The month is closed. Nothing is booked into it any more."))
    return redirect("finance_month", month=month)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("finance.close")
def reopen(request: HttpRequest, member: Member, month: str) -> HttpResponse:
    when, form = _month(month), ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            approval = month_closing.request_reopening(month=when, by=member, **form.cleaned_data)
        except AtriumError as refusal:
            form.add_error("reason" if refusal.field == "reason" else None, refusal.message)
        else:
            messages.success(request, _("Asked. A second person decides it now."))
            return redirect("approval", approval_id=approval.id)
    status = 422 if form.is_bound else 200
    return render(request, "staff_console/finance/reopen.html", {"form": form, "month": when}, status=status)


def _context(member: Member, month: date) -> dict[str, Any]:
    closed = MonthClose.objects.filter(month=month, state="closed").select_related("closed_by").first()
    checks = month_closing.checklist(month)
    return {
        "tabs": tabs("finance_months", member),
        "month": month,
        "closed": closed,
        "checks": [(*CHECKS[check.code], check) for check in checks],
        "ready": all(check.holds for check in checks),
        "may_close": member.allows("finance.close"),
    }


def _month(text: str) -> date:
    found = month_of(text)
    if found is None or found > timezone.localdate():
        raise NotFound("There is no such month.")
    return found


def _last_months() -> list[date]:
    first = timezone.localdate().replace(day=1)
    found = []
    for _number in range(SHOWN):
        found.append(first)
        first = (
            first.replace(year=first.year - 1, month=12)
            if first.month == 1
            else first.replace(month=first.month - 1)
        )
    return found
