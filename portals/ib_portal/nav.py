"""The tabs of the IB portal."""

from django.utils.translation import gettext_lazy as _

from portals.shared.nav import NavItem

ITEMS = (
    NavItem(_("Dashboard"), "ib_home", "gauge", go="h"),
    NavItem(_("Rebates"), "rebates", "coins", go="r"),
    NavItem(_("Clients"), "ib_clients", "users", go="c"),
    NavItem(_("Tree"), "tree", "sitemap", go="t"),
    NavItem(_("Payouts"), "payouts", "cash", go="p"),
    NavItem(_("My conditions"), "conditions", "scale", go="m", phone=False),
)
