"""All partners with what stands beside them, in a fixed number of questions however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atrium.kernel.money import Money
from tenants.ibs.models import Partner
from tenants.ibs.selectors import branches
from tenants.insight.partner_lists import beside


@dataclass(frozen=True, slots=True)
class Row:
    partner: Partner
    parent: str
    clients: int
    wallet: Money
    earned: Money


def rows_of(partners: Iterable[Partner]) -> list[Row]:
    listed = list(partners)
    beside(listed)
    return [_row(partner) for partner in listed]


def _row(partner: Any) -> Row:
    return Row(partner, partner.parent_name, partner.client_count, partner.wallet, partner.earned)


def nodes_of(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """As <c-tree> draws them. Those below come when somebody opens the branch."""
    listed = list(rows)
    beside = branches.beside([row.partner.id for row in listed])
    return [_node(row, beside[row.partner.id].subs) for row in listed]


def _node(row: Row, subs: int) -> dict[str, Any]:
    clients = ngettext("%(count)s client", "%(count)s clients", row.clients) % {"count": row.clients}
    below = ngettext("%(count)s sub-IB", "%(count)s sub-IBs", subs) % {"count": subs}
    number = _("IB %(number)s") % {"number": row.partner.number}
    return {
        "label": row.partner.name,
        "sub": " · ".join([number, row.partner.code, clients, *([below] if subs else [])]),
        "value": row.earned,
        "href": reverse("partner", args=[row.partner.id]),
        "below": reverse("partners_tree_below", args=[row.partner.id]) if subs else "",
    }
