"""Chargebacks: the provider took a payment back from us. The wallet gives what it has, the rest the client owes.

No floor is broken: what the wallet cannot give stands on an account of its own, and later deposits pay it first.
"""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.money import Money
from atrium.providers.psp.contract import DisputeStatus, PspEvent
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.ledger import addresses
from tenants.ledger import selectors as balances
from tenants.ledger import services as ledger
from tenants.ledger.refusals import InsufficientFunds
from tenants.outbox.services import announce

from .. import postings
from ..models import Deposit, Dispute
from .alerting import call_finance

_TRIES: Final = 5


def note_chargeback(*, connection_id: uuid.UUID, event: PspEvent) -> Dispute | None:
    """An event about a dispute, in any order and as often as it comes. None: it is about no deposit of ours."""
    with transaction.atomic():
        paid = Deposit.objects.filter(connection_id=connection_id, payment_id=event.payment_id or "-")
        deposit = paid.select_related("client__lead").first()
        if deposit is None or event.money is None or not event.reference:
            return None
        # One dispute of a client at a time: the wallet is read, then taken from.
        Client.objects.select_for_update(of=("self",), no_key=True).get(id=deposit.client_id)
        rows = Dispute.objects.select_for_update(of=("self",)).select_related("deposit__client__lead")
        dispute = rows.filter(connection_id=connection_id, reference=event.reference).first()
        if dispute is None:
            dispute = _open(deposit, event, event.money)
        _bear_fee(dispute, event)
        if dispute.state == Dispute.State.OPEN and event.status in (DisputeStatus.WON, DisputeStatus.LOST):
            _close(dispute, won=event.status == DisputeStatus.WON)
    return dispute


def collect_debt(*, client_id: uuid.UUID) -> Money | None:
    """After money came in: what is owed for chargebacks is paid first. Told twice it takes nothing twice."""
    with transaction.atomic():
        client = Client.objects.select_for_update(of=("self",), no_key=True).filter(id=client_id).first()
        if client is None:
            return None
        owed = debt_of(client)
        wallet = balances.balance(addresses.client_wallet(client.number, client.currency)).available
        taken = min(owed, wallet, key=lambda money: money.amount_minor)
        if taken.amount_minor <= 0:
            return None
        # What was owed before is part of the key: the same debt is collected once, whoever tells of it.
        entries = balances.entries(
            addresses.client_chargebacks(client.number, client.currency), None, 1
        ).entries
        key = f"debt:{client.id}:{entries[0].sequence if entries else 0}"
        ledger.post(movements=postings.debt_collected(client.number, taken), key=key)
        text = f"{taken} taken from the wallet for a payment that was charged back"
        note(subject_kind="client", subject_id=client.id, verb="chargeback.collected", text=text, key=key)
    return taken


def release_overpaid(client: Client) -> None:
    """A debt that was paid and then came back from the provider: what stands above zero belongs to the wallet."""
    address = addresses.client_chargebacks(client.number, client.currency)
    held = balances.balance(address).posted
    if held.amount_minor > 0:
        latest = balances.entries(address, None, 1).entries[0].sequence
        movements = postings.debt_released(client.number, held)
        ledger.post(movements=movements, key=f"debt:{client.id}:{latest}:released")


def debt_of(client: Client) -> Money:
    """What the client owes for payments charged back; zero or more."""
    held = balances.balance(addresses.client_chargebacks(client.number, client.currency)).posted
    return Money(max(-held.amount_minor, 0), held.currency)


def _open(deposit: Deposit, event: PspEvent, money: Money) -> Dispute:
    key = f"cb:{deposit.connection_id}:{event.reference}"
    wallet, transaction_id = _take(deposit, money, key)
    dispute = Dispute.objects.create(
        connection_id=deposit.connection_id,
        reference=event.reference,
        deposit=deposit,
        amount_minor=money.amount_minor,
        wallet_minor=wallet.amount_minor,
        currency=money.currency,
        reason=event.vendor_kind[:120],
        ledger_transaction_id=transaction_id,
        opened_at=clock.now(),
    )
    owed = f" {dispute.owed} of it was not in the wallet and is owed." if dispute.owed else ""
    _tell(dispute, "chargeback.opened", f"{money} of a deposit was charged back by the payer.{owed}")
    return dispute


def _bear_fee(dispute: Dispute, event: PspEvent) -> None:
    """Each once, however often and in whatever order it is told; an event that tells less takes nothing back."""
    key, code = f"cb:{dispute.connection_id}:{dispute.reference}", dispute.deposit.psp_code
    taken, back = (_told(fee, dispute) for fee in (event.fee, event.fee_back))
    if taken and not dispute.fee_minor:
        ledger.post(movements=postings.dispute_fee(code, taken), key=f"{key}:fee")
        dispute.fee_minor = taken.amount_minor
    if back and not dispute.fee_back_minor and back.amount_minor <= dispute.fee_minor:
        ledger.post(movements=postings.dispute_fee_back(code, back), key=f"{key}:fee:back")
        dispute.fee_back_minor = back.amount_minor
    dispute.save(update_fields=["fee_minor", "fee_back_minor"])


def _told(fee: Money | None, dispute: Dispute) -> Money | None:
    """A fee in another currency than the payment's is left to the provider's statement."""
    return fee if fee is not None and fee.currency == dispute.currency else None


def _take(deposit: Deposit, money: Money, key: str) -> tuple[Money, uuid.UUID]:
    """A posting elsewhere may be faster than this one: the wallet is read again then."""
    address = addresses.client_wallet(deposit.client_number, money.currency)
    for attempt in range(_TRIES):
        free = Money(0, money.currency) if attempt == _TRIES - 1 else balances.balance(address).available
        wallet = min(free, money, key=lambda one: one.amount_minor)
        try:
            posted = ledger.post(movements=postings.charged_back(deposit, wallet, money - wallet), key=key)
        except InsufficientFunds:
            continue
        return wallet, posted.transaction_id
    raise AssertionError("the last try takes nothing from the wallet")


def _close(dispute: Dispute, *, won: bool) -> None:
    if won:
        ledger.reverse(
            transaction_id=dispute.ledger_transaction_id,
            key=f"cb:{dispute.connection_id}:{dispute.reference}:won",
        )
        release_overpaid(dispute.deposit.client)
    dispute.state = Dispute.State.WON if won else Dispute.State.LOST
    dispute.closed_at = clock.now()
    dispute.save(update_fields=["state", "closed_at"])
    ending = (
        "was decided for us: the money is back" if won else "was decided for the payer: the money is gone"
    )
    _tell(dispute, f"chargeback.{dispute.state}", f"The chargeback of {dispute.money} {ending}.")


def _tell(dispute: Dispute, verb: str, text: str) -> None:
    client = dispute.deposit.client
    announce("chargeback.changed", dispute_id=str(dispute.id), client_id=str(client.id))
    note(subject_kind="client", subject_id=client.id, verb=verb, text=text, key=str(dispute.id))
    call_finance(
        key=f"{verb}:{dispute.id}", title=f"Chargeback: {client.lead.name}, {dispute.money}", text=text
    )
