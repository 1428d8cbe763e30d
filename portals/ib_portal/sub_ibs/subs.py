"""Partners below the reader with what stands beside them: the same number of questions for fifty as for one."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from atrium.kernel import clock
from atrium.kernel.money import Money, round_half_even
from tenants.ibs import selectors
from tenants.ibs.models import ClientPartner, Partner, PartnerParent
from tenants.rebates.models import Line

DAYS = 30


@dataclass(frozen=True, slots=True)
class Row:
    partner: Partner
    clients: int
    subs: int
    share: Decimal | None
    lots: Decimal
    money: Money

    @property
    def per_cent(self) -> Decimal | None:
        return None if self.share is None else self.share * 100


def rows_of(viewer: Partner, partners: Sequence[Partner]) -> list[Row]:
    ids = [partner.id for partner in partners]
    clients = _counted(ClientPartner.objects.filter(valid_to=None, partner__in=ids).values("partner"))
    subs = _counted(PartnerParent.objects.filter(valid_to=None, parent__in=ids).values("parent"))
    shares = selectors.own_shares_at(ids)
    brought = brought_by(viewer, ids)
    nothing = (Decimal(0), Decimal(0))
    return [
        Row(
            partner,
            clients.get(partner.id, 0),
            subs.get(partner.id, 0),
            shares.get(partner.id),
            brought.get(partner.id, nothing)[0],
            round_half_even(brought.get(partner.id, nothing)[1], viewer.currency),
        )
        for partner in partners
    ]


def brought_by(
    viewer: Partner, partner_ids: Sequence[uuid.UUID] | None = None
) -> dict[uuid.UUID, tuple[Decimal, Decimal]]:
    """Partner → lots that its own clients closed in thirty days, and what the viewer earned from them."""
    since = clock.now() - timedelta(days=DAYS)
    lines = Line.objects.filter(partner=viewer, currency=viewer.currency, time__gte=since)
    lines = lines.filter(of_client__partners__valid_to=None)
    if partner_ids is not None:
        lines = lines.filter(of_client__partners__partner__in=partner_ids)
    sums = lines.values("of_client__partners__partner").annotate(lots=Sum("lots"), amount=Sum("amount"))
    return {row["of_client__partners__partner"]: (row["lots"], row["amount"]) for row in sums.order_by()}


def _counted(rows: Any) -> dict[uuid.UUID, int]:
    return {next(iter(row.values())): row["count"] for row in rows.annotate(count=Count("id")).order_by()}
