"""What partners give their clients, as of a moment."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from atrium.kernel import clock

from ..models import ClientPartner, ClientRebate, ClientRebateChange, Partner
from .partners import holding

ANY = "*"


def client_shares_at(partner_ids: Collection[uuid.UUID], at: datetime) -> dict[uuid.UUID, dict[str, Decimal]]:
    """Partner → client group (“*”: any other) → fraction of its own amount."""
    found: dict[uuid.UUID, dict[str, Decimal]] = defaultdict(dict)
    rows = ClientRebate.objects.filter(holding(at), partner__in=partner_ids, share__gt=0)
    for partner_id, group, share in rows.values_list("partner_id", "client_group", "share"):
        found[partner_id][group] = share
    return dict(found)


def client_share_rows(
    partner_ids: Collection[uuid.UUID], since: datetime, until: datetime
) -> QuerySet[ClientRebate]:
    """All that held at some moment from `since` to `until`."""
    touching = Q(valid_from__lte=until) & (Q(valid_to=None) | Q(valid_to__gt=since))
    return ClientRebate.objects.filter(touching, partner__in=partner_ids).order_by("partner", "valid_from")


def rebates_given(partner: Partner) -> QuerySet[ClientRebate]:
    """Those that hold and those that will, by group."""
    now = clock.now()
    rows = ClientRebate.objects.filter(partner=partner).filter(Q(valid_to=None) | Q(valid_to__gt=now))
    return rows.order_by("client_group", "valid_from")


def changes_of(partner: Partner) -> QuerySet[ClientRebateChange]:
    return ClientRebateChange.objects.filter(partner=partner).order_by("-created_at", "-id")


def given_to(client_id: uuid.UUID, group: str, at: datetime | None = None) -> Decimal:
    """The fraction that the client's direct partner gives it; of co-partners the one with the largest share."""
    at = at or clock.now()
    row = ClientPartner.objects.filter(holding(at), client_id=client_id).order_by("-share", "id").first()
    if row is None:
        return Decimal(0)
    shares = client_shares_at([row.partner_id], at).get(row.partner_id, {})
    return shares.get(group, shares.get(ANY, Decimal(0))) if group else shares.get(ANY, Decimal(0))
