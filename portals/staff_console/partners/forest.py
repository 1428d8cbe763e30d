"""All partners with what stands beside them, in a fixed number of questions however many there are."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atrium.kernel import clock
from atrium.kernel.money import Money
from tenants.ibs.models import Partner, PartnerParent
from tenants.ibs.selectors import holding
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
    """As <c-tree> draws them: tops first, each with those below."""
    by_id = {row.partner.id: row for row in rows}
    above = _edges(list(by_id))
    below: dict[uuid.UUID | None, list[Row]] = {}
    for partner_id, row in by_id.items():
        below.setdefault(above.get(partner_id), []).append(row)
    return [_node(row, below) for row in below.get(None, [])]


def _node(row: Row, below: dict[uuid.UUID | None, list[Row]]) -> dict[str, Any]:
    clients = ngettext("%(count)s client", "%(count)s clients", row.clients) % {"count": row.clients}
    number = _("IB %(number)s") % {"number": row.partner.number}
    return {
        "label": row.partner.name,
        "sub": f"{number} · {row.partner.code} · {clients}",
        "value": row.earned,
        "href": reverse("partner", args=[row.partner.id]),
        "children": [_node(child, below) for child in below.get(row.partner.id, [])],
    }


def _edges(ids: list[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    rows = PartnerParent.objects.filter(holding(clock.now()), partner_id__in=ids)
    return dict(rows.values_list("partner_id", "parent_id"))
