"""Finance at a glance: what waits, what came and went, by day and by method."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portals.shared.charts import Chart, Series
from portals.staff_console.access import permitted
from portals.staff_console.finance.tabs import tabs
from tenants.insight import money_figures as figures
from tenants.payments.services.reconciling import client_money
from tenants.staff.models import Member

PERIODS: Final = (7, 30, 90)
QUEUES: Final = {
    "review": (gettext_lazy("Deposits in review"), "finance", "?status=", "eye"),
    "withdrawals": (gettext_lazy("Withdrawals to approve"), "finance_payouts", "", "checklist"),
    "sending": (gettext_lazy("Withdrawals on their way"), "finance_payouts", "", "arrow-up-right"),
    "operations": (gettext_lazy("Operations that need a look"), "finance_operations", "", "help"),
    "bank_lines": (gettext_lazy("Bank lines without an owner"), "finance_bank_lines", "", "building-bank"),
    "cases": (gettext_lazy("Open cases"), "finance_cases", "", "scale"),
    "corrections": (gettext_lazy("Corrections to approve"), "finance_corrections", "", "arrow-back-up"),
}
_FILTERS: Final = {
    "review": '{"all":[{"field":"state","is":"review"}]}',
    "withdrawals": '{"all":[{"field":"state","is":"requested"}]}',
    "sending": '{"all":[{"field":"state","in":["approved","sending"]}]}',
    "corrections": '{"all":[{"field":"state","is":"asked"}]}',
    "bank_lines": '{"all":[{"field":"state","is":"open"}]}',
    "cases": '{"all":[{"field":"state","in":["open","proposed","booked"]}]}',
}


@require_safe
@permitted("finance.view")
def overview(request: HttpRequest, member: Member) -> HttpResponse:
    days = _days(request)
    since = timezone.localdate() - timedelta(days=days - 1)
    flows = figures.flows(since)
    currency = _currency(request, [flow.currency for flow in flows])
    context: dict[str, Any] = {
        "tabs": tabs("finance_overview", member),
        "queues": waiting(member),
        "flows": flows,
        "days": days,
        "periods": [(str(one), _("%(days)s days") % {"days": one}) for one in PERIODS],
        "currency": currency,
        "currencies": [(flow.currency, flow.currency) for flow in flows],
        "client_money": client_money(),
    }
    if currency:
        context |= {
            "by_day": _by_day(currency, since),
            "methods": figures.by_method(currency, since),
            "by_method": _by_method(currency, since),
            "moved": figures.transfers_between(currency, since),
        }
    return render(request, "staff_console/finance/overview.html", context)


@require_safe
@permitted("finance.view")
def queues(request: HttpRequest, member: Member) -> HttpResponse:
    """The counters alone, fetched anew whenever money moves."""
    return render(request, "staff_console/finance/queues.html", {"queues": waiting(member)})


def waiting(member: Member) -> list[dict[str, Any]]:
    from urllib.parse import quote

    found = []
    for queue in figures.queues():
        label, name, _more, icon = QUEUES[queue.code]
        narrowed = _FILTERS.get(queue.code)
        href = reverse(name) + (f"?f={quote(narrowed)}" if narrowed else "")
        found.append(
            {
                "code": queue.code,
                "label": label,
                "href": href,
                "icon": icon,
                "count": queue.count,
                "oldest": queue.oldest,
            }
        )
    return found


def _days(request: HttpRequest) -> int:
    text = request.GET.get("days", "")
    return int(text) if text.isdecimal() and int(text) in PERIODS else 30


def _currency(request: HttpRequest, known: list[str]) -> str:
    asked = request.GET.get("currency", "")
    return asked if asked in known else next(iter(known), "")


def _by_day(currency: str, since: Any) -> Chart:
    daily = figures.by_day(currency, since)
    return Chart(
        id="money-by-day",
        kind="bar",
        title=_("Deposits and withdrawals by day"),
        labels=[formats.date_format(day, "j M") for day in daily.days],
        series=[
            Series(_("Deposits"), daily.deposits),
            Series(_("Withdrawals"), [-one for one in daily.withdrawals]),
        ],
        unit=currency,
    )


def _by_method(currency: str, since: Any) -> Chart:
    rows = figures.by_method(currency, since)
    return Chart(
        id="money-by-method",
        kind="ring",
        title=_("Received by method"),
        labels=[code.replace("_", " ").capitalize() for code, *_rest in rows],
        series=[Series(_("Received"), [money.decimal for _code, money, *_rest in rows])],
        unit=currency,
    )
