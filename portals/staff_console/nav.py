"""The rail of the staff console."""

from django.utils.translation import gettext_lazy as _

from portals.shared.nav import NavItem

ITEMS = (
    NavItem(_("My day"), "staff_home", "home", go="h"),
    NavItem(_("Tasks"), "tasks", "checkbox", go="t", count="tasks", phone=False),
    NavItem(_("Calendar"), "calendar", "calendar", go="k", phone=False),
    NavItem(_("Leads"), "leads", "user-search", go="l", permission="leads.view"),
    NavItem(_("Clients"), "clients", "users", go="c", permission="clients.view"),
    NavItem(
        _("Trading accounts"),
        "trading_accounts",
        "chart-candle",
        go="r",
        permission="trading.view",
        phone=False,
    ),
    NavItem(_("Approvals"), "approvals", "checklist", go="a", permission="approvals.view", count="approvals"),
    NavItem(_("Finance"), "finance", "cash", go="f", permission="finance.view"),
    NavItem(_("Partners"), "partners", "sitemap", go="p", permission="partners.view", phone=False),
    NavItem(_("Desks"), "desks", "users-group", go="d", permission="tasks.view", phone=False),
    NavItem(_("Audit"), "audit", "history", go="u", permission="audit.view", phone=False),
    NavItem(_("Settings"), "settings", "settings", go="s", phone=False),
)
