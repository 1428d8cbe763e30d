"""Finance: deposits, payouts, and the books that must add up to zero."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portals.shared.listing import listing_of
from portals.staff_console.access import permitted
from portals.staff_console.finance.tabs import tabs
from portals.staff_console.lists.screens import BANK_LINES, DEPOSITS, PAYOUTS
from tenants.ledger import selectors as ledger
from tenants.payments.services.reconciling import client_money
from tenants.staff.models import Member

FAMILIES: Final = {
    "client": gettext_lazy("Clients' wallets"),
    "ib": gettext_lazy("Partners: wallets and accrued rebates"),
    "psp": gettext_lazy("At payment providers"),
    "bank": gettext_lazy("At banks"),
    "trading": gettext_lazy("On trading accounts"),
    "expense": gettext_lazy("Expenses"),
    "fees": gettext_lazy("Fees taken"),
    "income": gettext_lazy("Income"),
    "adjustments": gettext_lazy("Corrections and the house’s own money"),
    "chargebacks": gettext_lazy("Charged back"),
    "fx": gettext_lazy("Currency exchange"),
    "suspense": gettext_lazy("Not yet attributed"),
}


@require_safe
@permitted("finance.view")
def deposits(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, DEPOSITS), "tabs": tabs("finance", member)}
    return render(request, "staff_console/finance/list.html", context)


@require_safe
@permitted("finance.view")
def payouts(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, PAYOUTS), "tabs": tabs("finance_payouts", member)}
    return render(request, "staff_console/finance/list.html", context)


@require_safe
@permitted("finance.view")
def bank_lines(request: HttpRequest, member: Member) -> HttpResponse:
    context = {"list": listing_of(request, member, BANK_LINES), "tabs": tabs("finance_overview", member)}
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
        "tabs": tabs("finance_books", member),
        "client_money": client_money(),
    }
    return render(request, "staff_console/finance/books.html", context)
