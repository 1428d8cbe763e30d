"""A partner asks for a payout: the money is held and a second person is asked, in one transaction."""

import uuid

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.connections import selectors as connections
from tenants.connections.models import Connection
from tenants.ibs.models import Partner

from .. import rules, selectors
from ..models import Payout, Withdrawal
from ..types import PayoutFacts
from .concluding import tell
from .deciding import PAYOUT, facts
from .indexing import index_withdrawals
from .parts import Part, write_parts


def request_payout(
    *, partner_id: uuid.UUID, money: Money, destination: str, by: uuid.UUID, key: str
) -> Withdrawal:
    """Reserves the money and asks for approval. Who calls this brings the wallet up to date first (settle_due)."""
    with transaction.atomic():
        # One request of a partner at a time, so that the same key twice at once is one request.
        partner = Partner.objects.select_for_update(of=("self",), no_key=True).filter(id=partner_id).first()
        if partner is None:
            raise NotFound("There is no such partner.")
        before = Withdrawal.objects.filter(
            party_kind=Withdrawal.Party.IB, party_id=partner_id, key=key
        ).first()
        if before is not None:
            return _same(before, money, destination)
        method = _method(partner, money, destination)
        withdrawal = _new_withdrawal(partner, money, destination.strip(), by, key, method)
        withdrawal.approval_id = _ask(withdrawal, partner).id
        withdrawal.save(force_insert=True)
        write_parts(withdrawal, [Part(Payout.Kind.PSP, method.vendor, money, "", connection_id=method.id)])
        index_withdrawals([withdrawal])
        tell(withdrawal, "requested", f"Payout of {money} asked for")
    return withdrawal


def _same(before: Withdrawal, money: Money, destination: str) -> Withdrawal:
    if before.asked != money or before.destination != destination.strip():
        raise Conflict("This page was used for another payout before. That one stands; nothing was added.")
    return before


def _new_withdrawal(
    partner: Partner, money: Money, destination: str, by: uuid.UUID, key: str, method: Connection
) -> Withdrawal:
    return Withdrawal(
        id=new_id(),
        party_kind=Withdrawal.Party.IB,
        party_id=partner.id,
        party_number=partner.number,
        amount_minor=money.amount_minor,
        currency=money.currency,
        connection_id=method.id,
        psp_code=method.vendor,
        destination=destination,
        requested_by=by,
        key=key,
        requested_at=clock.now(),
    )


def _method(partner: Partner, money: Money, destination: str) -> Connection:
    method = connections.active_psp(capability="payout", currency=money.currency)
    asked = PayoutFacts(
        money=money,
        wallet_currency=partner.currency,
        limits=selectors.payout_limits(),
        partner_active=partner.status == "active",
        destination=destination,
        method_serves_currency=method is not None,
    )
    verdict = rules.decide_payout(asked)
    if not verdict.allowed:
        field, _ = verdict.reasons[0]
        raise Refused(" ".join(reason for _, reason in verdict.reasons), field=field)
    assert method is not None
    return method


def _ask(withdrawal: Withdrawal, partner: Partner) -> Approval:
    return approvals.ask(
        kind=PAYOUT,
        subject_id=withdrawal.id,
        title=f"Payout of {withdrawal.money} to {partner.name} (IB {partner.number})",
        facts=facts(withdrawal),
        permission="payouts.approve",
        requested_by=withdrawal.requested_by,
        money=withdrawal.money,
    )
