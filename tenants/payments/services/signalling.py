"""A client's manager hears of the first money and of a payment that failed: a word in the bell, and something to do."""

import uuid
from datetime import timedelta
from typing import Final

from atrium.kernel import clock
from tenants.identity.models import User
from tenants.notifications.services import notify
from tenants.work.services import create_task
from tenants.work.types import PERSON, Subject

from ..models import Deposit

_SOON: Final = timedelta(hours=4)
# Nobody tried to pay: a page that was opened and left is no failed deposit.
_NO_TRY: Final = ("The payment page expired.", "The payment page was never opened.")


def signal_settled(*, deposit_id: uuid.UUID) -> None:
    deposit = _deposit(deposit_id)
    earlier = Deposit.objects.filter(client=deposit.client, state=Deposit.State.SETTLED).exclude(
        id=deposit.id
    )
    if earlier.filter(finished_at__lte=deposit.finished_at).exists():
        return
    _tell(
        deposit,
        code="first_deposit",
        title=f"First deposit: {deposit.client.lead.name} paid in {deposit.received}",
        task=f"Welcome {deposit.client.lead.name} after the first deposit",
    )


def signal_failed(*, deposit_id: uuid.UUID) -> None:
    deposit = _deposit(deposit_id)
    if deposit.state != Deposit.State.FAILED or deposit.reason in _NO_TRY:
        return
    _tell(
        deposit,
        code="failed_deposit",
        title=f"Failed deposit: {deposit.client.lead.name} could not pay in {deposit.money}",
        task=f"Help {deposit.client.lead.name} with the deposit of {deposit.money}",
    )


def _tell(deposit: Deposit, *, code: str, title: str, task: str) -> None:
    """Told once however often the event comes; nobody is told of a client whom nobody looks after."""
    manager = _manager(deposit)
    if manager is None:
        return
    subject = deposit.client.lead
    key = f"{code}:{deposit.id}"
    notify(
        users=[manager],
        kind=f"client.{code}",
        title=title,
        text=deposit.reason,
        url=f"/clients/{deposit.client_id}/",
        key=key,
    )
    create_task(
        title=task,
        owner=manager,
        by=None,
        subject=Subject(PERSON, subject.id, subject.name),
        due_at=clock.now() + _SOON,
        note=deposit.reason,
        key=key,
    )


def _manager(deposit: Deposit) -> User | None:
    member = deposit.client.lead.assigned_to
    return member.user if member is not None else None


def _deposit(deposit_id: uuid.UUID) -> Deposit:
    rows = Deposit.objects.select_related("client__lead__assigned_to__user")
    return rows.get(id=deposit_id)
