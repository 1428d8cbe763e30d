"""Filters of this portal's pages."""

from decimal import Decimal
from typing import Final

from django import template
from django.utils.translation import gettext_lazy as _

from atrium.kernel.money import Money, round_half_even
from portals.ib_portal import masking
from portals.shared.templatetags.atrium import grouped

register = template.Library()
SCHEDULES: Final = {
    "instant": _("at once"),
    "daily": _("each day"),
    "weekly": _("each Monday"),
    "monthly": _("on the first of each month"),
}
MOST_PLACES = 6


@register.filter
def masked(name: object) -> str:
    return masking.masked(str(name or ""))


@register.filter
def rounded(amount: Decimal, currency: str) -> Money:
    """To the minor unit, half-even, as the ledger does it with sums."""
    return round_half_even(amount, currency)


@register.filter
def exact(amount: Decimal) -> str:
    """At least two decimals, at most six, none of them an idle zero: 4.00, 1.235, −0.0004."""
    places = -int(amount.normalize().as_tuple().exponent)
    return grouped(amount, min(MOST_PLACES, max(2, places)))


@register.filter
def schedule(code: str) -> str:
    """When rebates come to the wallet."""
    return str(SCHEDULES.get(code, code))
