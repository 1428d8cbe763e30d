"""A partner's payout: held, approved by a second person, sent once, posted.

requested → approved → sending → paid, or → rejected, or → failed. The money is held from the request to the end.
"""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain
from atrium.providers.psp.contract import PayoutResult, Psp
from tenants.activity.services import note
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.connections import selectors as connections
from tenants.connections.models import Connection
from tenants.ibs.models import Partner
from tenants.ledger import services as ledger
from tenants.outbox.services import announce

from .. import postings, rules, selectors
from ..models import Withdrawal
from ..types import PayoutFacts
from .calling import calling

APPROVAL: Final = "payout"
_UNDER_WAY: Final = (Withdrawal.State.APPROVED, Withdrawal.State.SENDING)


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
        withdrawal = _new_withdrawal(partner, money, destination.strip(), by, key)
        withdrawal.hold_id = ledger.hold(
            movement=postings.withdrawal(withdrawal), key=f"wd:{withdrawal.id}"
        ).id
        withdrawal.approval_id = _ask(withdrawal, partner).id
        withdrawal.save(force_insert=True)
        _tell(withdrawal, "payout.requested", f"Payout of {money} asked for")
    return withdrawal


def take_decision(*, withdrawal_id: uuid.UUID, approval_id: uuid.UUID, approved: bool) -> Withdrawal:
    """After `approval.decided`. A refusal gives the money free again."""
    with transaction.atomic():
        withdrawal = _locked(withdrawal_id)
        if withdrawal.state != Withdrawal.State.REQUESTED or withdrawal.approval_id != approval_id:
            return withdrawal
        if approved:
            _check_approved(withdrawal)
            withdrawal.state = Withdrawal.State.APPROVED
            _tell(withdrawal, "payout.approved", f"Payout of {withdrawal.money} approved")
        else:
            _give_back(withdrawal, Withdrawal.State.REJECTED, "Refused by a second person.")
        withdrawal.save()
    return withdrawal


def send_payout(*, withdrawal_id: uuid.UUID) -> Withdrawal:
    """Sends an approved payout once. Whoever finds it under way asks the provider before anything is sent again."""
    withdrawal, is_first = _take_for_sending(withdrawal_id)
    if withdrawal.state != Withdrawal.State.SENDING:
        return withdrawal
    try:
        with calling(withdrawal.connection_id) as psp:
            # A query that fails leaves everything as it is: only a refused *sending* gives the money back.
            made = None if is_first else psp.fetch_payout(str(withdrawal.id))
            made = made or _request(psp, withdrawal)
    except _SendingRefused as refusal:
        return _refused(withdrawal_id, refusal.message)
    return _paid(withdrawal_id, made)


class _SendingRefused(NeverAgain):
    """The provider will not send it, and has not sent it before."""


def _request(psp: Psp, withdrawal: Withdrawal) -> PayoutResult:
    try:
        return psp.request_payout(
            our_id=str(withdrawal.id),
            money=withdrawal.money,
            destination=withdrawal.destination,
            description=f"Payout to IB {withdrawal.party_number}",
        )
    except NeverAgain as refusal:
        made = psp.fetch_payout(str(withdrawal.id)) if withdrawal.attempts > 1 else None
        if made is None:
            raise _SendingRefused(refusal.message, code=refusal.code) from refusal
        return made


def _same(before: Withdrawal, money: Money, destination: str) -> Withdrawal:
    if before.money != money or before.destination != destination.strip():
        raise Conflict("This page was used for another payout before. That one stands; nothing was added.")
    return before


def _new_withdrawal(partner: Partner, money: Money, destination: str, by: uuid.UUID, key: str) -> Withdrawal:
    method = connections.active_psp(capability="payout", currency=money.currency)
    _decide(partner, money, destination, method)
    assert method is not None
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


def _decide(partner: Partner, money: Money, destination: str, method: Connection | None) -> None:
    facts = PayoutFacts(
        money=money,
        wallet_currency=partner.currency,
        limits=selectors.payout_limits(),
        partner_active=partner.status == "active",
        destination=destination,
        method_serves_currency=method is not None,
    )
    verdict = rules.decide_payout(facts)
    if not verdict.allowed:
        field, _ = verdict.reasons[0]
        raise Refused(" ".join(reason for _, reason in verdict.reasons), field=field)


def _ask(withdrawal: Withdrawal, partner: Partner) -> Approval:
    return approvals.ask(
        kind=APPROVAL,
        subject_id=withdrawal.id,
        title=f"Payout of {withdrawal.money} to {partner.name} (IB {partner.number})",
        facts=_facts(withdrawal),
        permission="payouts.approve",
        requested_by=withdrawal.requested_by,
        money=withdrawal.money,
    )


def _facts(withdrawal: Withdrawal) -> dict[str, str]:
    """What the second person approves: exactly this amount to exactly this destination."""
    return {
        "partner": str(withdrawal.party_number),
        "amount": str(withdrawal.money),
        "destination": withdrawal.destination,
        "provider": withdrawal.psp_code,
    }


def _check_approved(withdrawal: Withdrawal) -> None:
    assert withdrawal.approval_id is not None
    approvals.require_approved(
        approval_id=withdrawal.approval_id, facts=_facts(withdrawal), money=withdrawal.money
    )


def _locked(withdrawal_id: uuid.UUID) -> Withdrawal:
    withdrawal = Withdrawal.objects.select_for_update().filter(id=withdrawal_id).first()
    if withdrawal is None:
        raise NotFound("There is no such payout.")
    return withdrawal


def _take_for_sending(withdrawal_id: uuid.UUID) -> tuple[Withdrawal, bool]:
    """Commits that it is being sent before anything is sent."""
    with transaction.atomic():
        withdrawal = _locked(withdrawal_id)
        if withdrawal.state not in _UNDER_WAY:
            return withdrawal, False
        is_first = withdrawal.state == Withdrawal.State.APPROVED
        if is_first:
            _check_approved(withdrawal)
            _check_broker_active()
            withdrawal.state, withdrawal.sent_at = Withdrawal.State.SENDING, clock.now()
        withdrawal.attempts += 1
        withdrawal.save(update_fields=["state", "sent_at", "attempts"])
    return withdrawal, is_first


def _check_broker_active() -> None:
    if tenancy.require().status != "active":
        raise Refused(
            "The broker is suspended, so no payout is sent. It stays approved and its money stays held."
        )


def _paid(withdrawal_id: uuid.UUID, made: PayoutResult) -> Withdrawal:
    with transaction.atomic():
        withdrawal = _locked(withdrawal_id)
        if withdrawal.state != Withdrawal.State.SENDING:
            return withdrawal
        if made.money != withdrawal.money or made.our_id != str(withdrawal.id):
            raise Conflict(
                f"The provider paid {made.money} for {made.our_id}, not {withdrawal}. A person must look."
            )
        ledger.settle_hold(hold_id=withdrawal.hold_id)
        withdrawal.state, withdrawal.psp_reference = Withdrawal.State.PAID, made.reference
        withdrawal.finished_at = clock.now()
        withdrawal.save()
        _tell(withdrawal, "payout.paid", f"Payout of {withdrawal.money} paid")
    return withdrawal


def _refused(withdrawal_id: uuid.UUID, reason: str) -> Withdrawal:
    with transaction.atomic():
        withdrawal = _locked(withdrawal_id)
        if withdrawal.state == Withdrawal.State.SENDING:
            _give_back(withdrawal, Withdrawal.State.FAILED, reason)
            withdrawal.save()
    return withdrawal


def _give_back(withdrawal: Withdrawal, state: Withdrawal.State, reason: str) -> None:
    ledger.void_hold(hold_id=withdrawal.hold_id)
    withdrawal.state, withdrawal.reason, withdrawal.finished_at = state, reason[:300], clock.now()
    text = f"Payout of {withdrawal.money} {state.label.lower()}: {reason} The money is in the wallet again."
    _tell(withdrawal, "payout.rejected", text)


def _tell(withdrawal: Withdrawal, event: str, text: str) -> None:
    announce(event, withdrawal_id=str(withdrawal.id), partner_id=str(withdrawal.party_id))
    note(
        subject_kind="partner", subject_id=withdrawal.party_id, verb=event, text=text, key=str(withdrawal.id)
    )
