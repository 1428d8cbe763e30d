"""The bar of the operations room."""

from django.utils.translation import gettext_lazy as _

from portals.shared.nav import NavItem

ITEMS = (
    NavItem(_("Brokers"), "brokers", "building-community", go="b", permission="brokers.view"),
    NavItem(_("New broker"), "broker_new", "plus", go="n", permission="brokers.manage"),
    NavItem(_("Log"), "vendor_log", "history", go="l", permission="brokers.view"),
)
