"""Finance: deposits, payouts, and the books that must add up to zero."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portals.shared.listing import listing_of
from portals.staff_console.access import permitted
from portals.staff_console.lists.screens import DEPOSITS, PAYOUTS
from tenants.ledger import selectors as ledger
from tenants.staff.models import Member

FAMILIES: Final = {
    "client": gettext_lazy("Clients' wallets"),
    "ib": gettext_lazy("Partners: wallets and accrued rebates"),
    "psp": gettext_lazy("At payment providers"),
    "bank": gettext_lazy("At banks"),
    "trading": gettext_lazy("On trading accounts"),
    "expense": gettext_lazy("Expenses"),
    "fees": gettext_lazy("Fees taken"),
    "fx": gettext_lazy("Currency exchange"),
    "suspense": gettext_lazy("Not yet attributed"),
}


@require_safe
@permitted("finance.view")
def deposits(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, DEPOSITS), "tabs": _tabs("finance")}
    return render(request, "staff_console/finance/list.html", context)


@require_safe
@permitted("finance.view")
def payouts(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, PAYOUTS), "tabs": _tabs("finance_payouts")}
    return render(request, "staff_console/finance/list.html", context)


@require_safe
@permitted("finance.view")
def books(request: HttpRequest, member: Member) -> HttpResponse:
    """The trial balance by currency, and whether history bears the balances out."""
    lines = [(FAMILIES.get(line.family, line.family), line.total) for line in ledger.trial_balance()]
    currencies = sorted({total.currency for _family, total in lines})
    context = {
        "tables": [
            (currency, [(family, total) for family, total in lines if total.currency == currency])
            for currency in currencies
        ],
        "faults": ledger.verify(),
        "tabs": _tabs("finance_books"),
    }
    return render(request, "staff_console/finance/books.html", context)


def _tabs(current: str) -> list[dict[str, Any]]:
    names = {"finance": _("Deposits"), "finance_payouts": _("Payouts"), "finance_books": _("Books")}
    return [
        {"label": label, "href": reverse(name), "current": name == current} for name, label in names.items()
    ]
