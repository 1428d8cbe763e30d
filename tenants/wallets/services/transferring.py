"""Money between a wallet and a trading account, exactly once.

Into the account: held in the ledger, sent to the platform, then posted or given free. Out of it: taken from the
platform first, posted when the platform has confirmed. While an answer is lost nothing is posted and what is held
stays held; trading finds out what happened, and its word ends the transfer.
"""

import uuid
from datetime import timedelta
from typing import Final

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.ledger import services as ledger
from tenants.outbox.services import announce
from tenants.trading.models import BalanceOperation, TradingAccount
from tenants.trading.services import begin_balance_operation, run_balance_operation

from .. import postings, rules
from ..models import Transfer

_KEY: Final = "transfer:"
_QUIET: Final = timedelta(minutes=1)
_AT_ONCE: Final = 100


def transfer_to_account(*, client_id: uuid.UUID, account_id: uuid.UUID, money: Money, key: str) -> Transfer:
    """Look at `state`: a transfer that is still moving ends by itself; until then its money is held."""
    return _transfer(Transfer.Direction.TO_ACCOUNT, client_id, account_id, money, key)


def transfer_to_wallet(*, client_id: uuid.UUID, account_id: uuid.UUID, money: Money, key: str) -> Transfer:
    """The platform refuses what the account's margin does not allow."""
    return _transfer(Transfer.Direction.TO_WALLET, client_id, account_id, money, key)


def finish_transfer(*, transfer_id: uuid.UUID) -> Transfer:
    """Let the transfer follow its operation on the platform. Safe to call at any time and as often as one likes."""
    with transaction.atomic():
        rows = Transfer.objects.select_for_update(of=("self",)).select_related("client", "account__server")
        transfer = rows.filter(id=transfer_id).first()
        if transfer is None:
            raise NotFound("There is no such transfer.")
        if not transfer.is_final:
            _follow(transfer, BalanceOperation.objects.get(id=transfer.operation_id))
    return transfer


def transfer_of_key(key: str) -> uuid.UUID | None:
    """The transfer that an operation's key names, if it is one of ours."""
    return uuid.UUID(key.removeprefix(_KEY)) if key.startswith(_KEY) else None


def sweep() -> int:
    """Transfers that nobody told us the end of; how many were looked at."""
    waiting = Transfer.objects.filter(
        state__in=[Transfer.State.MOVING, Transfer.State.MANUAL], created_at__lte=clock.now() - _QUIET
    )
    ids = list(waiting.order_by("created_at").values_list("id", flat=True)[:_AT_ONCE])
    for transfer_id in ids:
        finish_transfer(transfer_id=transfer_id)
    return len(ids)


def _transfer(
    direction: Transfer.Direction, client_id: uuid.UUID, account_id: uuid.UUID, money: Money, key: str
) -> Transfer:
    transfer = _begin(direction, client_id, account_id, money, key)
    if transfer.is_final:
        return transfer
    # Outside any transaction. The same key is the same operation, so this sends it once.
    run_balance_operation(account=transfer.account, money=_signed(transfer), key=_operation_key(transfer))
    return finish_transfer(transfer_id=transfer.id)


def _begin(
    direction: Transfer.Direction, client_id: uuid.UUID, account_id: uuid.UUID, money: Money, key: str
) -> Transfer:
    """The transfer, its hold and its operation in one transaction: none of them exists without the others."""
    with transaction.atomic():
        # One transfer of a client at a time, so that the same key twice at once is one transfer.
        client = Client.objects.select_for_update(of=("self",), no_key=True).filter(id=client_id).first()
        account = _account(client_id, account_id)
        if client is None or account is None:
            raise NotFound("There is no such trading account.")
        before = Transfer.objects.select_related("account__server").filter(client=client, key=key).first()
        if before is not None:
            return _same(before, direction, account, money)
        _decide(account, money)
        transfer = Transfer(
            id=new_id(),
            client=client,
            account=account,
            direction=direction,
            amount_minor=money.amount_minor,
            currency=money.currency,
            key=key,
            created_at=clock.now(),
        )
        if direction == Transfer.Direction.TO_ACCOUNT:
            transfer.hold_id = ledger.hold(movement=postings.to_account(transfer), key=f"tr:{transfer.id}").id
        transfer.operation_id = begin_balance_operation(
            account=account, money=_signed(transfer), key=_operation_key(transfer)
        ).id
        transfer.save(force_insert=True)
    return transfer


def _account(client_id: uuid.UUID, account_id: uuid.UUID) -> TradingAccount | None:
    own = TradingAccount.objects.select_related("server").filter(client_id=client_id)
    return own.filter(id=account_id).first()


def _same(before: Transfer, direction: str, account: TradingAccount, money: Money) -> Transfer:
    if (before.direction, before.account_id, before.money) != (direction, account.id, money):
        raise Conflict("This page was used for another transfer before. That one stands; nothing was added.")
    return before


def _decide(account: TradingAccount, money: Money) -> None:
    facts = rules.TransferFacts(money, account.currency, account.kind, account.status)
    reasons = rules.reasons_against(facts)
    if reasons:
        raise Refused(" ".join(reason for _, reason in reasons), field=reasons[0][0])


def _signed(transfer: Transfer) -> Money:
    """As the platform counts: negative leaves the trading account."""
    return transfer.money if transfer.direction == Transfer.Direction.TO_ACCOUNT else -transfer.money


def _operation_key(transfer: Transfer) -> str:
    return f"{_KEY}{transfer.id}"


def _follow(transfer: Transfer, operation: BalanceOperation) -> None:
    if operation.state == BalanceOperation.State.CONFIRMED:
        _settle(transfer)
    elif operation.state == BalanceOperation.State.REFUSED:
        _refuse(transfer, operation.error)
    elif operation.state == BalanceOperation.State.MANUAL and transfer.state != Transfer.State.MANUAL:
        transfer.state, transfer.reason = Transfer.State.MANUAL, operation.error[:300]
        transfer.save(update_fields=["state", "reason"])
        _note(transfer, "transfer.manual", f"Transfer of {transfer.money} needs a person: {operation.error}")


def _settle(transfer: Transfer) -> None:
    if transfer.hold_id is not None:
        ledger.settle_hold(hold_id=transfer.hold_id)
    else:
        ledger.post(movements=[postings.to_wallet(transfer)], key=f"tr:{transfer.id}")
    _end(transfer, Transfer.State.SETTLED, "")
    announce("transfer.settled", transfer_id=str(transfer.id), client_id=str(transfer.client_id))
    _note(transfer, "transfer.settled", f"{transfer.money} moved {_words(transfer)}")


def _refuse(transfer: Transfer, reason: str) -> None:
    if transfer.hold_id is not None:
        ledger.void_hold(hold_id=transfer.hold_id)
    _end(transfer, Transfer.State.REFUSED, reason)
    announce("transfer.refused", transfer_id=str(transfer.id), client_id=str(transfer.client_id))
    _note(transfer, "transfer.refused", f"{transfer.money} was not moved {_words(transfer)}: {reason}")


def _end(transfer: Transfer, state: Transfer.State, reason: str) -> None:
    transfer.state, transfer.reason, transfer.finished_at = state, reason[:300], clock.now()
    transfer.save(update_fields=["state", "reason", "finished_at"])


def _words(transfer: Transfer) -> str:
    if transfer.direction == Transfer.Direction.TO_ACCOUNT:
        return f"from the wallet to trading account {transfer.account}"
    return f"from trading account {transfer.account} to the wallet"


def _note(transfer: Transfer, verb: str, text: str) -> None:
    note(subject_kind="client", subject_id=transfer.client_id, verb=verb, text=text, key=str(transfer.id))
