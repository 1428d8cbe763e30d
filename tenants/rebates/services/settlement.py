"""Due rebates move to the wallet: what is due less what was moved before, to the minor unit, if it reaches the minimum."""

import uuid
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum

from atrium.kernel import clock
from atrium.kernel.errors import NotFound
from atrium.kernel.money import Money, round_half_even
from tenants.clients.models import Client
from tenants.ibs.models import Partner
from tenants.ledger import services as ledger
from tenants.outbox.services import announce

from .. import postings
from ..models import Accrual, Line, PartyKind, Settlement
from .subledger import locked


def settle_due(*, partner_id: uuid.UUID, at: datetime | None = None) -> Money | None:
    """What was moved to the partner's wallet; none if nothing was due."""
    partner = Partner.objects.filter(id=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    minimum = Money(partner.payout_minimum_minor, partner.currency)
    return _settle(PartyKind.PARTNER, partner.number, partner.currency, minimum, at or clock.now())


def settle_all_due(*, at: datetime | None = None) -> int:
    """Everybody of whom the ledger has more than was moved. Returns how many were paid."""
    at = at or clock.now()
    owed = Accrual.objects.filter(posted_minor__gt=F("settled_minor")).order_by("party_kind", "party_number")
    minimums = dict(Partner.objects.values_list("number", "payout_minimum_minor"))
    paid = 0
    for accrual in owed:
        minor = minimums.get(accrual.party_number, 0) if accrual.party_kind == PartyKind.PARTNER else 0
        if accrual.posted_minor - accrual.settled_minor < minor:
            continue  # never more is due than is accrued, so its lines need not be summed
        minimum = Money(minor, accrual.currency)
        moved = _settle(accrual.party_kind, accrual.party_number, accrual.currency, minimum, at)
        paid += moved is not None
    return paid


@transaction.atomic
def _settle(kind: str, number: int, currency: str, minimum: Money, at: datetime) -> Money | None:
    [accrual] = locked([(kind, number, currency)])
    due = round_half_even(_due_sum(kind, number, currency, at), currency)
    payable = due - Money(accrual.settled_minor, currency)
    if payable.amount_minor <= 0 or payable < minimum:
        return None
    settlement = Settlement(
        party_kind=kind,
        party_number=number,
        currency=currency,
        amount_minor=payable.amount_minor,
        due_until=at,
    )
    movement = postings.rebates_settled(party_kind=kind, party_number=number, money=payable)
    posted = ledger.post(movements=[movement], key=f"rebates.settled:{settlement.id}")
    settlement.transaction_id = posted.transaction_id
    settlement.save(force_insert=True)
    accrual.settled_minor += payable.amount_minor
    accrual.save(update_fields=["settled_minor"])
    announce("rebates.settled", settlement_id=str(settlement.id), party_kind=kind, party_number=number)
    return payable


def _due_sum(kind: str, number: int, currency: str, at: datetime) -> Decimal:
    lines = Line.objects.filter(currency=currency, due__lte=at)
    if kind == PartyKind.PARTNER:
        lines = lines.filter(partner=Partner.objects.get(number=number))
    else:
        lines = lines.filter(client=Client.objects.get(number=number))
    total = lines.aggregate(total=Sum("amount"))["total"]
    return total if total is not None else Decimal(0)
