"""Filters of this portal's pages."""

from decimal import Decimal
from typing import Final

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from atrium.kernel.money import Money, round_half_even
from portals.shared.templatetags.atrium import grouped
from tenants.ibs.rules import masking
from tenants.ibs.selectors import sight

register = template.Library()
SCHEDULES: Final = {
    "instant": _("at once"),
    "daily": _("each day"),
    "weekly": _("each Monday"),
    "monthly": _("on the first of each month"),
}
RANK_METRICS: Final = {
    "own_lots": _("Lots of your own clients"),
    "downline_lots": _("Lots of your clients and of those below you"),
    "active_clients": _("Your own clients who traded"),
    "downline_clients": _("Clients who traded, yours and of those below you"),
    "net_deposits": _("Net deposits of your own clients"),
    "downline_deposits": _("Net deposits of your clients and of those below you"),
    "sub_ibs": _("Direct sub-IBs who are active"),
}
MOST_PLACES = 6


@register.simple_tag(takes_context=True)
def client_name(context: Context, name: object) -> str:
    """`{% client_name client.lead.name %}`: as the broker lets partners see it. A page says `sight` once, or it is asked here."""
    if "sight" not in context:
        context.dicts[0]["sight"] = sight()
    return masking.client_name(str(name or ""), str(context["sight"]))


@register.filter
def rounded(amount: Decimal, currency: str) -> Money:
    """To the minor unit, half-even, as the ledger does it with sums."""
    return round_half_even(amount, currency)


@register.filter
def exact(amount: Decimal) -> str:
    """At least two decimals, at most six, none of them an idle zero: 4.00, 1.235, −0.0004."""
    amount = Decimal(amount)
    places = -int(amount.normalize().as_tuple().exponent)
    return grouped(amount, min(MOST_PLACES, max(2, places)))


@register.filter
def schedule(code: str) -> str:
    """When rebates come to the wallet."""
    return str(SCHEDULES.get(code, code))


@register.filter
def rank_metric(code: str) -> str:
    """What a rank asks for."""
    return str(RANK_METRICS.get(code, code.replace("_", " ")))


@register.filter
def tier_metric(metric: str, scope: str) -> str:
    """What a table of steps counts, and of whom."""
    words = {
        ("lots", "own"): _("lots of your clients"),
        ("lots", "downline"): _("lots of your clients and of those below you"),
        ("active_clients", "own"): _("your active clients"),
        ("active_clients", "downline"): _("active clients, yours and of those below you"),
        ("net_deposits", "own"): _("net deposits of your clients"),
        ("net_deposits", "downline"): _("net deposits of your clients and of those below you"),
    }
    return str(words.get((metric, scope), metric))


@register.filter
def figure(number: Decimal) -> str:
    """As few decimals as it needs, at most two: 12, 12.50."""
    value = Decimal(number)
    return grouped(value, 0 if value == value.to_integral_value() else 2)
