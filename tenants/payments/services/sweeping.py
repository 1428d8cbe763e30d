"""What was not heard: deposits whose webhook never came, payouts whose answer was lost."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError
from atrium.providers.errors import ProviderError

from ..models import Deposit, Payout, Withdrawal
from .calling import calling
from .events import refresh_deposit
from .sending import send_payout
from .settling import fail_deposit

log = logging.getLogger(__name__)

_QUIET: Final = timedelta(minutes=2)
_NEVER_OPENED: Final = timedelta(days=1)
_AT_ONCE: Final = 50


def sweep() -> int:
    """How many were looked at. One that fails is left for the next sweep and keeps no other waiting."""
    late = clock.now() - _QUIET
    open_deposits = Deposit.objects.filter(state=Deposit.State.OPEN, created_at__lte=late)
    deposits = list(open_deposits.order_by("created_at")[:_AT_ONCE])
    under_way = Withdrawal.objects.filter(
        state__in=[Withdrawal.State.APPROVED, Withdrawal.State.SENDING], requested_at__lte=late
    ).filter(Exists(_due(clock.now())))
    payouts = list(under_way.order_by("requested_at").values_list("id", flat=True)[:_AT_ONCE])
    for deposit in deposits:
        _ask_again(deposit)
    for withdrawal_id in payouts:
        _try_again(withdrawal_id)
    _give_up_never_opened()
    return len(deposits) + len(payouts)


def _due(now: datetime) -> QuerySet[Payout]:
    """Parts that go by a provider and that nobody is working on. What waits for a bank or a person is not swept."""
    rows = Payout.objects.filter(withdrawal_id=OuterRef("id")).exclude(kind=Payout.Kind.BANK)
    under_way = Q(state__in=[Payout.State.SENDING, Payout.State.SENT, Payout.State.UNKNOWN])
    rows = rows.filter(Q(state=Payout.State.NEW) | under_way & (Q(look_at=None) | Q(look_at__lte=now)))
    return rows.filter(Q(lease_until=None) | Q(lease_until__lte=now))


def _ask_again(deposit: Deposit) -> None:
    try:
        with calling(deposit.connection_id) as psp:
            refresh_deposit(psp, deposit, deposit.psp_reference)
    except (ProviderError, AtriumError) as error:
        log.warning("The deposit %s could not be looked up: %s", deposit.id, error)


def _try_again(withdrawal_id: uuid.UUID) -> None:
    try:
        send_payout(withdrawal_id=withdrawal_id)
    except (ProviderError, AtriumError) as error:
        log.warning("The payout %s could not be finished: %s", withdrawal_id, error)


def _give_up_never_opened() -> None:
    old = clock.now() - _NEVER_OPENED
    for deposit in Deposit.objects.filter(state=Deposit.State.INITIATED, created_at__lte=old)[:_AT_ONCE]:
        fail_deposit(deposit_id=deposit.id, reason="The payment page was never opened.")
