"""The tabs above every page of finance, with the numbers of what waits."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.staff.models import Member

TABS: Final = (
    ("finance_overview", _("Overview"), "finance.view"),
    ("finance", _("Deposits"), "finance.view"),
    ("finance_payouts", _("Withdrawals"), "finance.view"),
    ("finance_bank_files", _("Bank files"), "finance.view"),
    ("statements", _("Statements"), "finance.correct"),
    ("finance_transfers", _("Transfers"), "finance.view"),
    ("finance_cases", _("Cases"), "finance.view"),
    ("finance_runs", _("Reconciliation"), "finance.view"),
    ("finance_corrections", _("Corrections"), "finance.view"),
    ("finance_books", _("Books"), "finance.view"),
    ("finance_months", _("Month close"), "finance.view"),
)


def tabs(current: str, member: Member) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": reverse(name), "current": name == current}
        for name, label, permission in TABS
        if member.allows(permission)
    ]
