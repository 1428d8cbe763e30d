"""What a payment provider told us, worked off. It may come twice, late and in any order: the provider is asked again."""

import logging
import uuid
from typing import Final

from atrium.providers.errors import NeverAgain
from atrium.providers.psp.contract import CheckoutStatus, EventKind, PayoutStatus, Psp, PspEvent
from tenants.activity.services import note
from tenants.inbox import selectors as inbox
from tenants.inbox.services import finish
from tenants.inbox.types import Received

from ..models import Deposit, Payout
from .calling import calling
from .disputes import note_chargeback
from .results import note_returned
from .sending import fetch, free_lease, send_part
from .settling import fail_deposit, settle_deposit

log = logging.getLogger(__name__)

_UNPAID: Final = {
    CheckoutStatus.FAILED: "The payment failed.",
    CheckoutStatus.EXPIRED: "The payment page expired.",
}


def take_psp_event(*, message_id: uuid.UUID) -> None:
    """Raises what the provider raises: the outbox tells it again later."""
    message = inbox.message(message_id)
    with calling(message.connection_id) as psp:
        ignored = _take(psp, message)
    finish(message_id=message_id, ignored=bool(ignored), note=ignored)


def _take(psp: Psp, message: Received) -> str:
    """Why it is of no concern to us, or nothing."""
    try:
        event = psp.read_event(message.body)
    except NeverAgain as unreadable:
        return unreadable.message
    if event.kind is EventKind.CHECKOUT:
        return _take_checkout(psp, message, event)
    if event.kind is EventKind.PAYOUT:
        return _take_payout(psp, message, event)
    if event.kind is EventKind.REFUND:
        return _take_refund(psp, message, event)
    if event.kind is EventKind.DISPUTE:
        return _take_dispute(message, event)
    return f"{event.vendor_kind} decides nothing here."


def _take_checkout(psp: Psp, message: Received, event: PspEvent) -> str:
    deposit = _deposit(message, event)
    if deposit is None:
        return "It is not about a deposit of ours."
    refresh_deposit(psp, deposit, event.reference)
    return ""


def refresh_deposit(psp: Psp, deposit: Deposit, reference: str) -> None:
    """Let the deposit follow what the provider says now; an event is only the reason to ask."""
    state = psp.fetch_checkout(reference)
    if state.our_id != str(deposit.id):
        raise NeverAgain(f"The checkout {reference} does not belong to the deposit {deposit.id}.")
    if state.status is CheckoutStatus.PAID:
        settle_deposit(deposit_id=deposit.id, paid=state)
    elif state.status in _UNPAID:
        fail_deposit(deposit_id=deposit.id, reason=_UNPAID[state.status])


def _deposit(message: Received, event: PspEvent) -> Deposit | None:
    """By our own id, which is there before the reference is saved and names the first of several payments of one deposit; by
    the provider's reference when it does not repeat our id."""
    ours = Deposit.objects.filter(connection_id=message.connection_id)
    return ours.filter(id=_uuid(event.our_id)).first() or ours.filter(psp_reference=event.reference).first()


def _take_payout(psp: Psp, message: Received, event: PspEvent) -> str:
    payout = _payout(message, event)
    if payout is None:
        return "It is not about a payout of ours."
    _ask_about(psp, payout, event)
    return ""


def _ask_about(psp: Psp, payout: Payout, event: PspEvent) -> None:
    """The part follows what the provider says when it is asked; an event is only the reason to ask."""
    if payout.state in (Payout.State.PAID, Payout.State.RETURNED):
        made = fetch(psp, payout)
        if made is not None and made.status in (PayoutStatus.RETURNED, PayoutStatus.FAILED):
            back = made.returned or payout.paid
            new = back - payout.returned
            if new.amount_minor > 0:
                note_returned(payout_id=payout.id, money=new, key=f"psp:{back.amount_minor}")
        return
    if payout.state != Payout.State.NEW:
        free_lease(payout_id=payout.id)
    # It may tell of a payout whose answer we never got.
    send_part(payout_id=payout.id)


def _take_refund(psp: Psp, message: Received, event: PspEvent) -> str:
    """Of our own refunds; one that somebody made at the provider is for a person."""
    payout = _payout(message, event)
    if payout is not None:
        _ask_about(psp, payout, event)
        return ""
    ours = Payout.objects.filter(
        deposit__payment_id=event.payment_id or "-", connection_id=message.connection_id
    )
    if event.vendor_kind == "charge.refunded" and ours.exists():
        return "It tells of a refund of ours, which has an event of its own."
    return _tell_a_person(message, event)


def _take_dispute(message: Received, event: PspEvent) -> str:
    if note_chargeback(connection_id=message.connection_id, event=event) is None:
        return _tell_a_person(message, event)
    return ""


def _payout(message: Received, event: PspEvent) -> Payout | None:
    """By our own id; by the provider's name for it where it does not repeat ours."""
    rows = Payout.objects.filter(connection_id=message.connection_id).select_related("deposit", "withdrawal")
    if event.our_id:
        return rows.filter(id=_uuid(event.our_id)).first()
    return rows.filter(reference=event.reference or "-").first()


def _tell_a_person(message: Received, event: PspEvent) -> str:
    log.warning(
        "The payment provider tells of %s %s: a person must look.", event.vendor_kind, event.reference
    )
    note(
        subject_kind="connection",
        subject_id=message.connection_id,
        verb=event.vendor_kind,
        text=f"{event.vendor_kind}: {event.money or ''} {event.reference}. Nothing was booked; look at it.".strip(),
        key=event.external_id,
    )
    return "Noted for a person."


def _uuid(text: str) -> uuid.UUID:
    """Of what another program wrote; the nil id, which is nobody's, for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
