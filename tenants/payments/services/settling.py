"""End a deposit: settled, failed, or in review until a person decides. Each happens once, whoever asks and how often."""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, NotFound
from atrium.kernel.money import Money
from atrium.providers.psp.contract import CheckoutState, CheckoutStatus
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.ledger import services as ledger
from tenants.outbox.services import announce

from .. import postings, routing, rules
from ..models import BankLine, Deposit
from .choosing import fee_terms
from .indexing import index_deposits

REVIEW: Final = "deposit_review"
_NO_CONNECTION: Final = uuid.UUID(int=0)
_OVER: Final = (Deposit.State.SETTLED, Deposit.State.REVIEW)


def settle_deposit(*, deposit_id: uuid.UUID, paid: CheckoutState) -> Deposit:
    """`paid` is what the provider says when it is asked, not what an event claimed."""
    if paid.status is not CheckoutStatus.PAID or not paid.payment_id:
        raise ValueError(f"{paid.reference} is not paid: {paid.status}")
    with transaction.atomic():
        deposit = _locked(deposit_id)
        # A page that was given up and paid all the same is paid: only these two are over.
        if deposit.state in _OVER:
            return deposit if deposit.payment_id == paid.payment_id else _another(deposit, paid)
        _take_facts(deposit, paid)
        if rules.matches(deposit.money, paid.money):
            _credit(deposit, paid)
        else:
            _review(deposit, paid)
        deposit.save()
        index_deposits([deposit])
    return deposit


def settle_wire(*, deposit_id: uuid.UUID, line: BankLine) -> Deposit:
    """The money is in suspense since its line was brought in. Runs in the transaction that matches the line."""
    deposit = _locked(deposit_id)
    if deposit.state in _OVER:
        raise Conflict(f"The deposit {deposit.reference} has its money already. Nothing was booked.")
    deposit.payment_id = str(line.id)
    deposit.psp_code = line.account.code
    deposit.received_minor, deposit.received_currency = line.amount_minor, line.currency
    deposit.rest = line.rest
    if rules.matches(deposit.money, line.money):
        ledger.post(movements=postings.wire_matched(deposit, line.money), key=_key(deposit))
        settled(deposit, line.money)
    else:
        _ask_person(deposit, line.money)
    deposit.save()
    index_deposits([deposit])
    return deposit


def _another(deposit: Deposit, paid: CheckoutState) -> Deposit:
    """A second payment of what was paid already, as when somebody sends twice to one address: it is real money, so it is
    kept, and a person decides whose it is."""
    facts = {
        "client_number": deposit.client_number,
        "amount_minor": paid.money.amount_minor,
        "currency": paid.money.currency,
        "state": Deposit.State.OPEN,
        "key": f"again:{paid.payment_id}"[:100],
        "kind": deposit.kind,
        "method": deposit.method,
        "psp_code": deposit.psp_code,
        "psp_reference": paid.reference,
        "created_at": clock.now(),
        "received_minor": paid.money.amount_minor,
        "received_currency": paid.money.currency,
    }
    second, is_new = Deposit.objects.get_or_create(
        client=deposit.client,
        connection_id=deposit.connection_id,
        payment_id=paid.payment_id,
        defaults=facts,
    )
    if is_new:
        _take_facts(second, paid)
        _review(second, paid, why=f"A second payment for the deposit {deposit.id}.")
        second.save()
        index_deposits([second])
    return second


def fail_deposit(*, deposit_id: uuid.UUID, reason: str) -> Deposit:
    """Nothing was paid. Money that was received is never failed away."""
    with transaction.atomic():
        deposit = _locked(deposit_id)
        if deposit.state in (*_OVER, Deposit.State.FAILED):
            return deposit
        _end(deposit, Deposit.State.FAILED, reason)
        deposit.save()
        note_deposit(deposit, "deposit.failed", f"Deposit of {deposit.money} was not paid: {reason}")
        announce("deposit.failed", deposit_id=str(deposit.id), client_id=str(deposit.client_id))
    return deposit


def take_review_decision(*, deposit_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> Deposit:
    """Approved: the client gets what was received. Refused: it stays in suspense, to be returned by hand."""
    with transaction.atomic():
        deposit = _locked(deposit_id)
        received = deposit.received
        if deposit.state != Deposit.State.REVIEW or received is None or deposit.approval_id != approval_id:
            return deposit
        if approved:
            approvals.require_approved(approval_id=approval_id, facts=_review_facts(deposit), money=received)
            charge_for(deposit, received)
            movements = postings.deposit_accepted_in_review(deposit, received)
            ledger.post(movements=movements, key=f"{_key(deposit)}:accepted")
            settled(deposit, received)
        else:
            _end(
                deposit,
                Deposit.State.FAILED,
                "Refused in review. The money is in suspense: return it to the payer.",
            )
            note_deposit(deposit, "deposit.refused", f"Deposit of {received} was refused in review")
        deposit.save()
    return deposit


def _locked(deposit_id: uuid.UUID) -> Deposit:
    deposit = Deposit.objects.select_for_update().filter(id=deposit_id).first()
    if deposit is None:
        raise NotFound("There is no such deposit.")
    return deposit


def _take_facts(deposit: Deposit, paid: CheckoutState) -> None:
    deposit.psp_reference, deposit.payment_id = paid.reference, paid.payment_id
    deposit.received_minor, deposit.received_currency = paid.money.amount_minor, paid.money.currency
    deposit.fee_minor = paid.fee.amount_minor if paid.fee else 0
    deposit.rest = paid.rest


def _credit(deposit: Deposit, paid: CheckoutState) -> None:
    movements = postings.deposit_settled(deposit, paid.money, paid.fee)
    ledger.post(movements=movements, key=_key(deposit))
    settled(deposit, paid.money)


def settled(deposit: Deposit, received: Money) -> None:
    _end(deposit, Deposit.State.SETTLED, "")
    note_deposit(deposit, "deposit.settled", f"Deposit of {received} received")
    announce("deposit.settled", deposit_id=str(deposit.id), client_id=str(deposit.client_id))


def _review(deposit: Deposit, paid: CheckoutState, why: str = "") -> None:
    ledger.post(movements=postings.deposit_held_for_review(deposit, paid.money, paid.fee), key=_key(deposit))
    _ask_person(deposit, paid.money, why)


def _ask_person(deposit: Deposit, received: Money, why: str = "") -> None:
    deposit.state = Deposit.State.REVIEW
    deposit.reason = why or f"{deposit.money} was asked for and {received} received."
    approval = approvals.ask(
        kind=REVIEW,
        subject_id=deposit.id,
        title=f"Deposit of client {deposit.client_number}: {deposit.money} asked for, {received} received",
        facts=_review_facts(deposit),
        permission="finance.approve",
        requested_by=None,
        money=received,
        client_id=deposit.client_id,
        desk_id=deposit.client.lead.desk_id,
        country=deposit.client.country,
    )
    deposit.approval_id = approval.id
    note_deposit(deposit, "deposit.review", f"Deposit held for review: {deposit.reason}")
    announce("deposit.review", deposit_id=str(deposit.id), client_id=str(deposit.client_id))


def charge_for(deposit: Deposit, received: Money) -> None:
    """Our fee on what came, where it is not what was asked for; never more than that."""
    if received.currency != deposit.currency:
        deposit.charge_minor = 0
    elif deposit.method is not None:
        deposit.charge_minor = routing.fee_of(received, fee_terms(deposit.method)).amount_minor
    else:
        deposit.charge_minor = min(deposit.charge_minor, received.amount_minor)


def _review_facts(deposit: Deposit) -> dict[str, str]:
    return {
        "client": str(deposit.client_number),
        "asked": str(deposit.money),
        "received": str(deposit.received),
        "payment": deposit.payment_id,
    }


def _key(deposit: Deposit) -> str:
    """Two events may tell of one payment: the effect is keyed by the payment, not by the event."""
    if deposit.connection_id == _NO_CONNECTION:
        return f"dep:manual:{deposit.payment_id}"
    return f"dep:{deposit.connection_id}:{deposit.payment_id}"


def _end(deposit: Deposit, state: Deposit.State, reason: str) -> None:
    deposit.state, deposit.reason, deposit.finished_at = state, reason[:300], clock.now()


def note_deposit(deposit: Deposit, verb: str, text: str) -> None:
    note(subject_kind="client", subject_id=deposit.client_id, verb=verb, text=text, key=str(deposit.id))
