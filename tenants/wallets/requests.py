"""Transfers that the broker wants a second person for, by its own condition. Nothing is reserved while one waits."""

import uuid
from typing import Final

from atrium.kernel.errors import AtriumError, Conflict, NotFound, Refused
from atrium.kernel.money import Money
from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.trading.models import TradingAccount

from . import rules
from .models import Transfer
from .services import transfer_to_account, transfer_to_wallet

KIND: Final = "transfer"
_MOVES: Final = {
    Transfer.Direction.TO_ACCOUNT: transfer_to_account,
    Transfer.Direction.TO_WALLET: transfer_to_wallet,
}


def move_or_ask(
    *, client: Client, account_id: uuid.UUID, direction: str, money: Money, key: str, by: uuid.UUID
) -> Transfer | Approval:
    """At once, or a request when the broker's condition holds for it."""
    account = TradingAccount.objects.filter(client_id=client.id, id=account_id).first()
    if account is None:
        raise NotFound("There is no such trading account.")
    way = Transfer.Direction(direction)
    facts = {"direction": way.label, "account": str(account.login), "amount": str(money)}
    if not approvals.needs_approval(kind=KIND, money=money, facts=facts):
        return _MOVES[way](client_id=client.id, account_id=account.id, money=money, key=key)
    reasons = rules.reasons_against(
        rules.TransferFacts(money, account.currency, account.kind, account.status)
    )
    if reasons:
        raise Refused(" ".join(reason for _, reason in reasons), field=reasons[0][0])
    return approvals.ask(
        kind=KIND,
        subject_id=uuid.uuid5(client.id, key),
        title=f"Transfer of {money} of client {client.number}: {way.label.lower()} {account.login}",
        facts={
            "client": f"{client.number} {client.lead.name}",
            **facts,
            "account_id": str(account.id),
            "way": str(way),
        },
        permission="finance.approve",
        requested_by=by,
        money=money,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )


def carry_out(*, approval_id: uuid.UUID) -> None:
    """Outside any transaction: a trading server is called. The approval's id is the key, so it is moved once."""
    request = asked.approval(approval_id)
    if request.applied is not None or request.client_id is None:
        return
    what = approvals.approved(approval_id=approval_id)
    assert what.money is not None
    move = _MOVES[Transfer.Direction(what.facts["way"])]
    key = f"approval:{approval_id}"
    try:
        transfer = move(
            client_id=request.client_id,
            account_id=uuid.UUID(what.facts["account_id"]),
            money=what.money,
            key=key,
        )
    except Conflict:
        raise  # another transfer of this account is under way: told again later
    except AtriumError as refusal:
        if Transfer.objects.filter(client_id=request.client_id, key=key).exists():
            raise
        approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
        return
    if transfer.state == Transfer.State.REFUSED:
        approvals.note_result(approval_id=approval_id, done=False, text=transfer.reason)
    else:
        approvals.note_result(approval_id=approval_id, done=True, text="The transfer is under way or done.")
