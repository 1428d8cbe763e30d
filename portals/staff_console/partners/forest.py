"""All partners with what stands beside them, in a fixed number of questions however many there are."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atrium.kernel import clock
from atrium.kernel.money import Money, round_half_even
from tenants.ibs.models import ClientPartner, Partner, PartnerParent
from tenants.ibs.selectors import holding
from tenants.ledger import addresses
from tenants.ledger.selectors import balances
from tenants.rebates.models import Line


@dataclass(frozen=True, slots=True)
class Row:
    partner: Partner
    parent: str
    clients: int
    wallet: Money
    earned: Money


def rows_of(partners: Iterable[Partner]) -> list[Row]:
    listed = list(partners)
    parents, clients, earned = _parents(listed), _clients(listed), _earned(listed)
    wallets = balances(_wallet(partner) for partner in listed)
    return [
        Row(
            partner=partner,
            parent=parents.get(partner.id, ""),
            clients=clients.get(partner.id, 0),
            wallet=wallets[_wallet(partner)].posted,
            earned=round_half_even(earned.get(partner.id, Decimal(0)), partner.currency),
        )
        for partner in listed
    ]


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


def _wallet(partner: Partner) -> str:
    return addresses.ib_wallet(partner.number, partner.currency)


def _edges(ids: list[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    rows = PartnerParent.objects.filter(holding(clock.now()), partner_id__in=ids)
    return dict(rows.values_list("partner_id", "parent_id"))


def _parents(partners: list[Partner]) -> dict[uuid.UUID, str]:
    rows = PartnerParent.objects.filter(holding(clock.now()), partner__in=partners)
    return dict(rows.values_list("partner_id", "parent__name"))


def _clients(partners: list[Partner]) -> dict[uuid.UUID, int]:
    rows = ClientPartner.objects.filter(holding(clock.now()), partner__in=partners).order_by()
    return dict(rows.values_list("partner_id").annotate(Count("id")))


def _earned(partners: list[Partner]) -> dict[uuid.UUID, Decimal]:
    rows = Line.objects.filter(partner__in=partners).order_by()
    return dict(rows.values_list("partner_id").annotate(Sum("amount")))
