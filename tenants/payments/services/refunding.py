"""A deposit goes back to where it came from: one colleague asks, another approves, then it is sent like a withdrawal."""

import uuid

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.approvals import services as approvals
from tenants.clients.models import Client
from tenants.connections import selectors as connections

from ..models import Deposit, Withdrawal
from .concluding import tell
from .deciding import REFUND, facts
from .indexing import index_withdrawals
from .parts import write_parts
from .planning import back_part, refundable


def refund_deposit(
    *, deposit_id: uuid.UUID, money: Money, reason: str, by: uuid.UUID, key: str
) -> Withdrawal:
    """The money is held in the wallet until it has gone; what the wallet does not have cannot be refunded."""
    if not reason.strip():
        raise InvalidInput("Say why it is refunded; the one who approves reads it.", field="reason")
    with transaction.atomic():
        deposit = Deposit.objects.select_related("client__lead").filter(id=deposit_id).first()
        if deposit is None:
            raise NotFound("There is no such deposit.")
        client = deposit.client
        Client.objects.select_for_update(of=("self",), no_key=True).get(id=client.id)
        before = Withdrawal.objects.filter(
            party_kind="client", party_id=client.id, key=f"refund:{key}"
        ).first()
        if before is not None:
            return _same(before, deposit, money)
        _decide(deposit, money)
        withdrawal = _write(deposit, money, reason.strip()[:300], by, key)
        write_parts(withdrawal, [back_part(deposit, money)])
        index_withdrawals([withdrawal])
        tell(withdrawal, "requested", f"Refund of {money} asked for: {reason.strip()[:200]}")
    return withdrawal


def _same(before: Withdrawal, deposit: Deposit, money: Money) -> Withdrawal:
    if before.asked != money or not before.payouts.filter(deposit=deposit).exists():
        raise Conflict("This page was used for another refund before. That one stands; nothing was added.")
    return before


def _decide(deposit: Deposit, money: Money) -> None:
    if deposit.state != Deposit.State.SETTLED or not deposit.payment_id:
        raise Refused("Only a deposit that was received can be refunded.")
    if not _refunds(deposit):
        raise Refused("This payment provider sends nothing back. Ask the client for a withdrawal instead.")
    left = refundable(deposit)
    if money.currency != left.currency:
        raise Refused(f"The deposit was in {left.currency}. Refund {left.currency}.", field="amount")
    if money.amount_minor <= 0:
        raise InvalidInput("The amount must be more than zero.", field="amount")
    if money > left:
        raise Refused(f"{left} of this deposit can still go back.", field="amount")


def _refunds(deposit: Deposit) -> bool:
    if deposit.connection_id == uuid.UUID(int=0):
        return False
    return connections.promises(deposit.connection_id, "refund")


def _write(deposit: Deposit, money: Money, reason: str, by: uuid.UUID, key: str) -> Withdrawal:
    client, part = deposit.client, back_part(deposit, money)
    withdrawal = Withdrawal(
        id=new_id(),
        purpose=Withdrawal.Purpose.REFUND,
        party_kind=Withdrawal.Party.CLIENT,
        party_id=client.id,
        party_number=client.number,
        amount_minor=money.amount_minor,
        currency=money.currency,
        connection_id=deposit.connection_id,
        psp_code=deposit.psp_code,
        destination="Back to where it came from",
        plan=f"{part.money} {part.words}.",
        signs=reason,
        requested_by=by,
        key=f"refund:{key}",
        requested_at=clock.now(),
    )
    withdrawal.approval_id = approvals.ask(
        kind=REFUND,
        subject_id=withdrawal.id,
        title=f"Refund of {money} to {client.lead.name} (client {client.number})",
        facts=facts(withdrawal),
        permission="payouts.approve",
        requested_by=by,
        money=money,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    ).id
    withdrawal.save(force_insert=True)
    return withdrawal
