"""An approved payout is sent once, and posted when the provider has it."""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, Refused
from atrium.providers.errors import NeverAgain
from atrium.providers.psp.contract import PayoutResult, Psp
from tenants.ledger import services as ledger

from ..models import Withdrawal
from .calling import calling
from .indexing import index_withdrawals
from .payouts import check_approved, give_back, locked, tell

_UNDER_WAY: Final = (Withdrawal.State.APPROVED, Withdrawal.State.SENDING)


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


def _take_for_sending(withdrawal_id: uuid.UUID) -> tuple[Withdrawal, bool]:
    """Commits that it is being sent before anything is sent."""
    with transaction.atomic():
        withdrawal = locked(withdrawal_id)
        if withdrawal.state not in _UNDER_WAY:
            return withdrawal, False
        is_first = withdrawal.state == Withdrawal.State.APPROVED
        if is_first:
            check_approved(withdrawal)
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
        withdrawal = locked(withdrawal_id)
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
        index_withdrawals([withdrawal])
        tell(withdrawal, "payout.paid", f"Payout of {withdrawal.money} paid")
    return withdrawal


def _refused(withdrawal_id: uuid.UUID, reason: str) -> Withdrawal:
    with transaction.atomic():
        withdrawal = locked(withdrawal_id)
        if withdrawal.state == Withdrawal.State.SENDING:
            give_back(withdrawal, Withdrawal.State.FAILED, reason)
            withdrawal.save()
    return withdrawal
