"""Money that came past every provider: one colleague enters it, another approves, then it is booked once."""

import uuid
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import AtriumError, InvalidInput, NotFound, Refused
from atrium.kernel.money import Money
from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.ledger import services as ledger
from tenants.outbox.services import announce

from .. import postings
from ..models import Deposit, Kind
from .indexing import index_deposits
from .settling import note_deposit

KIND: Final = "deposit"
METHODS: Final = {"wire": "Bank transfer", "cash": "Cash", "cheque": "Cheque"}
_NO_CONNECTION: Final = uuid.UUID(int=0)


def request_deposit(
    *, client: Client, money: Money, method: str, reference: str, reason: str, by: uuid.UUID, key: str
) -> Approval:
    """`key` was made with the page: a double click is one request."""
    if money.amount_minor <= 0:
        raise InvalidInput("The amount must be more than zero.", field="amount")
    if money.currency != client.currency:
        raise Refused(f"The wallet is in {client.currency}. Enter {client.currency}.", field="amount")
    if method not in METHODS:
        raise InvalidInput("Say how the money came.", field="method")
    if not reason.strip():
        raise InvalidInput("Say why it is entered by hand.", field="reason")
    return approvals.ask(
        kind=KIND,
        subject_id=uuid.uuid5(client.id, key),
        title=f"Manual deposit of {money} for client {client.number}",
        facts={
            "client": f"{client.number} {client.lead.name}",
            "amount": str(money),
            "method": METHODS[method],
            "method_code": method,
            "reference": reference.strip()[:120],
            "reason": reason.strip()[:300],
        },
        permission="finance.approve",
        requested_by=by,
        money=money,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )


@transaction.atomic
def book_manual_deposit(*, approval_id: uuid.UUID) -> None:
    """After `approval.decided`: the approved amount, amendments included. The deposit carries the approval's id as its
    payment, so it is there once however often this is told."""
    request = asked.approval(approval_id)
    if request.applied is not None or request.client_id is None:
        return
    what = approvals.approved(approval_id=approval_id)
    client = Client.objects.select_for_update(of=("self",), no_key=True).filter(id=request.client_id).first()
    if client is None or what.money is None:
        raise NotFound("There is no such client.")
    try:
        with transaction.atomic():
            _book(client, what.money, str(what.facts["method_code"]), approval_id)
    except AtriumError as refusal:
        approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
    else:
        approvals.note_result(approval_id=approval_id, done=True, text=f"{what.money} booked to the wallet")


def _book(client: Client, money: Money, method: str, approval_id: uuid.UUID) -> None:
    now = clock.now()
    deposit = Deposit.objects.create(
        client=client,
        client_number=client.number,
        amount_minor=money.amount_minor,
        currency=money.currency,
        state=Deposit.State.SETTLED,
        connection_id=_NO_CONNECTION,
        kind=Kind.MANUAL,
        psp_code=method,
        payment_id=str(approval_id),
        key=f"approval:{approval_id}",
        received_minor=money.amount_minor,
        received_currency=money.currency,
        approval_id=approval_id,
        created_at=now,
        finished_at=now,
    )
    ledger.post(movements=postings.manual_deposit(deposit, money), key=f"dep:manual:{approval_id}")
    note_deposit(deposit, "deposit.settled", f"Deposit of {money} entered by hand")
    index_deposits([deposit])
    announce("deposit.settled", deposit_id=str(deposit.id), client_id=str(client.id))
