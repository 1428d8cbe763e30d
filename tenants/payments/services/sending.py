"""Approved parts are sent once each, and what was not answered is asked about before anything is sent again.

new → sending (committed before the provider hears a word) → paid | sent | refused; no clear answer → unknown → looked up →
paid, or sent once more under the same id where the provider promises that this is one payment, or a person decides.
"""

import uuid
from datetime import timedelta
from typing import Final

from django.db import transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Refused
from atrium.providers.errors import NeverAgain, OutcomeUnknown, ProviderError
from atrium.providers.psp.contract import (
    Payer,
    PayoutIntent,
    PayoutResult,
    PayoutStatus,
    Psp,
    Refunding,
)
from tenants.connections import selectors as connections
from tenants.connections.services import webhook_url

from ..models import Destination, Payout, Withdrawal
from .calling import calling
from .concluding import announce_change
from .deciding import check_approved
from .parts import locked_part
from .results import needs_a_person, note_paid, note_refused

State = Payout.State
_IN_FLIGHT: Final = (State.SENDING, State.UNKNOWN, State.SENT)
# Longer than the slowest call may take: while a lease runs nobody else looks after the part.
_LEASE: Final = timedelta(seconds=90)
_LOOK_AGAIN: Final = timedelta(minutes=2)
_MOST_LOOKUPS: Final = 30
# A provider without a promise may still carry out what it does not show yet; after this a person looks.
_QUIET: Final = timedelta(minutes=15)


def send_payout(*, withdrawal_id: uuid.UUID) -> Withdrawal:
    """Every part that goes by a provider. One that fails keeps no other waiting; its error is raised at the end."""
    fault: ProviderError | None = None
    for payout_id in _by_providers(withdrawal_id):
        try:
            send_part(payout_id=payout_id)
        except ProviderError as error:
            fault = error
    if fault is not None:
        raise fault
    return Withdrawal.objects.get(id=withdrawal_id)


def send_part(*, payout_id: uuid.UUID) -> None:
    """Sends it, or asks what became of it; whoever finds it in another's hands leaves it there."""
    payout, is_first = _take(payout_id)
    if payout is None:
        return
    try:
        with calling(_connection_of(payout)) as psp:
            made = _request(psp, payout) if is_first else _look_up(psp, payout)
    except _SendingRefused as refusal:
        note_refused(payout_id=payout_id, reason=refusal.message)
    except OutcomeUnknown as lost:
        _is_unknown(payout_id, lost.message)
        raise
    except ProviderError as error:
        _not_now(payout_id, error.message, is_first)
        raise
    else:
        if made is not None:
            _take_result(payout_id, made)


class _SendingRefused(NeverAgain):
    """The provider will not send it, and has not sent it before."""


def _by_providers(withdrawal_id: uuid.UUID) -> list[uuid.UUID]:
    waiting = Payout.objects.filter(withdrawal_id=withdrawal_id, state__in=(State.NEW, *_IN_FLIGHT))
    return list(waiting.exclude(kind=Payout.Kind.BANK).order_by("place").values_list("id", flat=True))


def _take(payout_id: uuid.UUID) -> tuple[Payout | None, bool]:
    """Commits that it is being sent before anything is sent. The second value: nothing was sent before."""
    with transaction.atomic():
        withdrawal, payout = locked_part(payout_id)
        now = clock.now()
        if payout.kind == Payout.Kind.BANK or payout.state not in (State.NEW, *_IN_FLIGHT):
            return None, False
        if payout.lease_until is not None and payout.lease_until > now:
            return None, False
        is_first = payout.state == State.NEW
        if is_first:
            if withdrawal.state not in (Withdrawal.State.APPROVED, Withdrawal.State.SENDING):
                return None, False
            check_approved(withdrawal)
            check_broker_active()
            payout.state, payout.sent_at = State.SENDING, now
        payout.attempts += 1
        payout.lease_until, payout.look_at = now + _LEASE, now + _LOOK_AGAIN
        payout.save()
        _mark_sending(withdrawal)
    return payout, is_first


def _mark_sending(withdrawal: Withdrawal) -> None:
    withdrawal.sent_at = withdrawal.sent_at or clock.now()
    withdrawal.state = Withdrawal.State.SENDING
    withdrawal.attempts += 1
    withdrawal.save(update_fields=["state", "sent_at", "attempts"])
    announce_change(withdrawal)


def check_broker_active() -> None:
    if tenancy.require().status != "active":
        raise Refused(
            "The broker is suspended, so no payout is sent. It stays approved and its money stays held."
        )


def _request(psp: Psp, payout: Payout) -> PayoutResult:
    try:
        return _ask_to_send(psp, payout)
    except NeverAgain as refusal:
        made = fetch(psp, payout) if payout.attempts > 1 else None
        if made is None:
            raise _SendingRefused(refusal.message, code=refusal.code) from refusal
        return made


def _ask_to_send(psp: Psp, payout: Payout) -> PayoutResult:
    if payout.kind == Payout.Kind.REFUND:
        if not isinstance(psp, Refunding) or payout.deposit is None:
            raise NeverAgain("This payment provider sends nothing back to where it came from.")
        return psp.refund(our_id=str(payout.id), payment_id=payout.deposit.payment_id, money=payout.money)
    withdrawal = payout.withdrawal
    who = "IB" if withdrawal.party_kind == Withdrawal.Party.IB else "client"
    place = withdrawal.target
    return psp.request_payout(
        PayoutIntent(
            our_id=str(payout.id),
            money=payout.money,
            destination=place.number if place else withdrawal.destination,
            description=f"Payout to {who} {withdrawal.party_number}",
            network=place.network if place else "",
            asset=place.coin if place else "",
            notify_url=webhook_url(connections.connection(_connection_of(payout))),
            payee=_payee(withdrawal, place),
        )
    )


def _payee(withdrawal: Withdrawal, place: Destination | None) -> Payer:
    """The holder as it was approved: first what is before the last word of the name."""
    first, _, last = (place.holder if place else "").rpartition(" ")
    return Payer(f"{withdrawal.party_kind}-{withdrawal.party_number}", first, last)


def _look_up(psp: Psp, payout: Payout) -> PayoutResult | None:
    """A query that fails leaves everything as it is: only a refused *sending* gives the money back."""
    made = fetch(psp, payout)
    if made is not None or payout.state == State.SENT:
        return made
    if _same_id_is_one_payment(payout):
        return _request(psp, payout)
    if clock.now() > (payout.sent_at or clock.now()) + _QUIET:
        needs_a_person(
            payout_id=payout.id,
            why="The provider shows no such payout, and may still carry it out. Look there before it is sent again.",
        )
        return None
    _is_unknown(payout.id, "The provider shows no such payout yet.")
    return None


def fetch(psp: Psp, payout: Payout) -> PayoutResult | None:
    if payout.kind != Payout.Kind.REFUND:
        return psp.fetch_payout(str(payout.id))
    assert payout.deposit is not None
    return psp.fetch_refund(str(payout.id), payout.deposit.payment_id) if isinstance(psp, Refunding) else None


def _same_id_is_one_payment(payout: Payout) -> bool:
    return connections.promises(_connection_of(payout), "idempotent_payouts")


def _connection_of(payout: Payout) -> uuid.UUID:
    assert payout.connection_id is not None
    return payout.connection_id


def _take_result(payout_id: uuid.UUID, made: PayoutResult) -> None:
    if made.status is PayoutStatus.FAILED:
        return note_refused(payout_id=payout_id, reason="The payment provider could not pay it out.")
    if made.status is PayoutStatus.SENT:
        return _on_its_way(payout_id, made)
    return note_paid(
        payout_id=payout_id,
        reference=made.reference,
        money=made.money,
        our_id=made.our_id,
        sent_as=made.sent_as,
        proof=made.proof,
    )


def _on_its_way(payout_id: uuid.UUID, made: PayoutResult) -> None:
    with transaction.atomic():
        _, payout = locked_part(payout_id)
        if payout.state in (State.SENDING, State.UNKNOWN, State.SENT):
            payout.state, payout.reference, payout.lease_until = State.SENT, made.reference, None
            payout.sent_as, payout.proof = made.sent_as, made.proof
            payout.look_at = clock.now() + _LOOK_AGAIN
            payout.save()


def free_lease(*, payout_id: uuid.UUID) -> None:
    """The provider itself has told of it: nobody needs to wait for whoever sent it. What is being sent just now stays so."""
    with transaction.atomic():
        _, payout = locked_part(payout_id)
        if payout.state in (State.UNKNOWN, State.SENT):
            payout.lease_until = None
            payout.save(update_fields=["lease_until"])


def _is_unknown(payout_id: uuid.UUID, why: str) -> None:
    with transaction.atomic():
        _, payout = locked_part(payout_id)
        if payout.state not in (State.SENDING, State.UNKNOWN):
            return
        payout.state, payout.error, payout.lease_until = State.UNKNOWN, why[:300], None
        payout.lookups += 1
        payout.look_at = clock.now() + _LOOK_AGAIN
        payout.save()
        too_often = payout.lookups >= _MOST_LOOKUPS
    if too_often:
        needs_a_person(payout_id=payout_id, why=f"Asked {payout.lookups} times: {why}")


def _not_now(payout_id: uuid.UUID, why: str, is_first: bool) -> None:
    """Nothing was done there: what had not been sent before is as if it had not been sent at all."""
    with transaction.atomic():
        _, payout = locked_part(payout_id)
        if payout.state not in _IN_FLIGHT:
            return
        payout.error, payout.lease_until = why[:300], None
        payout.look_at = clock.now() + _LOOK_AGAIN
        if is_first and payout.state == State.SENDING:
            payout.state = State.NEW
        payout.save()
