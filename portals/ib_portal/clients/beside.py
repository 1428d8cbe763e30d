"""What stands beside a partner's clients: two questions a page, however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from atrium.kernel.money import Money, round_half_even
from tenants.ibs.models import ClientPartner, Partner
from tenants.ibs.rules import masking
from tenants.insight.models import PersonFigures
from tenants.rebates.models import Line

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Row:
    """`deposits` none: the broker does not show amounts of clients to partners."""

    stake: ClientPartner
    sight: str
    deposits: Money | None
    deals: int
    lots: Decimal
    money: Money

    @property
    def name(self) -> str:
        return masking.client_name(self.stake.client.lead.name, self.sight)


def rows_of(partner: Partner, stakes: Sequence[ClientPartner], sight: str) -> list[Row]:
    earned = earned_by_client(partner, stakes)
    deposits = _deposits(stakes) if sight != masking.HIDDEN else {}
    return [_row(partner, stake, sight, earned.get(stake.client_id, {}), deposits) for stake in stakes]


def _row(
    partner: Partner, stake: ClientPartner, sight: str, earned: dict[str, Any], deposits: dict[UUID, Decimal]
) -> Row:
    currency = stake.client.currency
    paid_in = round_half_even(deposits.get(stake.client_id, ZERO), currency)
    return Row(
        stake,
        sight,
        None if sight == masking.HIDDEN else paid_in,
        earned.get("deals", 0),
        earned.get("lots") or ZERO,
        round_half_even(earned.get("amount") or ZERO, partner.currency),
    )


def earned_by_client(partner: Partner, stakes: Sequence[ClientPartner]) -> dict[UUID, dict[str, Any]]:
    """Client → what the viewer has from its deals: how many, lots, rebate."""
    lines = Line.objects.filter(partner=partner, of_client__in=[stake.client_id for stake in stakes])
    own = Q(currency=partner.currency)
    totals = lines.values("of_client").annotate(
        deals=Count("deal_id", distinct=True), lots=Sum("lots"), amount=Sum("amount", filter=own)
    )
    return {row["of_client"]: dict(row) for row in totals.order_by()}


def _deposits(stakes: Sequence[ClientPartner]) -> dict[UUID, Decimal]:
    """What arrived, in the client's own currency, as the figures beside each person say it."""
    leads = [stake.client.lead_id for stake in stakes]
    rows = PersonFigures.objects.filter(lead__in=leads, client_id__isnull=False)
    return {row.client_id: row.deposits for row in rows if row.client_id is not None}
