"""The tabs above every page of partners. A group of screens adds its own line."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants.staff.models import Member

TABS: Final = (
    ("partners", _("List"), "partners.view"),
    ("partners_tree", _("Tree"), "partners.view"),
    ("partner_programmes", _("Programmes"), "partners.view"),
    ("partner_plans", _("Plans"), "partners.view"),
    ("partner_moves", _("Moves"), "partners.view"),
    ("partner_ranks", _("Ranks"), "partners.view"),
    ("partner_recalculations", _("Recalculation"), "partners.view"),
    ("partner_runs", _("Payouts"), "finance.view"),
    ("partner_invoices", _("Invoices"), "finance.view"),
    ("partner_disputes", _("Disputes"), "partners.view"),
    ("partner_abuse", _("Abuse"), "partners.view"),
)


def tabs(current: str, member: Member) -> list[dict[str, Any]]:
    return [
        {"label": label, "href": reverse(name), "current": name == current}
        for name, label, permission in TABS
        if member.allows(permission)
    ]
