"""The tabs of the IB portal. What is not there yet is left out by itself."""

from django.utils.translation import gettext_lazy as _

from portals.shared.nav import NavItem

ITEMS = (
    NavItem(_("Dashboard"), "ib_home", "gauge", go="h"),
    NavItem(_("Links"), "ib_links", "link", go="l", phone=False),
    NavItem(_("Clients"), "ib_clients", "users", go="c"),
    NavItem(_("Tree"), "tree", "sitemap", go="t", phone=False),
    NavItem(_("Sub-IBs"), "sub_ibs", "users-group", go="s", phone=False),
    NavItem(_("Trades"), "ib_trades", "chart-candle", go="d", phone=False),
    NavItem(_("Rebates"), "rebates", "coins", go="r"),
    NavItem(_("Client rebates"), "client_rebates", "gift", go="g", phone=False),
    NavItem(_("CPA"), "ib_cpa", "target-arrow", go="a", phone=False),
    NavItem(_("Wallet & payouts"), "payouts", "cash", go="p"),
    NavItem(_("Invoices"), "ib_invoices", "file-text", go="i", phone=False),
    NavItem(_("My conditions"), "conditions", "scale", go="m"),
    NavItem(_("Disputes"), "ib_disputes", "message-circle", go="q", phone=False),
    NavItem(_("API keys"), "ib_api_keys", "key", go="k", phone=False),
)
