"""What stands in the client portal's navigation."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from portals.shared.nav import NavItem

ITEMS: Final = (
    NavItem(_("Home"), "dashboard", "home", go="h"),
    NavItem(_("Trading"), "accounts", "chart-candle", go="a"),
    NavItem(_("Deposit"), "deposit", "arrow-down-left", go="d"),
    NavItem(_("Withdraw"), "withdraw", "arrow-up-right", go="w", phone=False),
    NavItem(_("Transfer"), "transfer", "arrows-left-right", go="t", phone=False),
    NavItem(_("History"), "history", "history", go="y"),
    NavItem(_("Rebates"), "client_own_rebates", "gift", go="b", phone=False),
    NavItem(_("Verification"), "verification", "id-badge-2", go="v", phone=False),
    NavItem(_("Requests"), "requests", "message-question", go="q", phone=False),
    NavItem(_("Profile"), "profile", "user-circle", go="p"),
)
