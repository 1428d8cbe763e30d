"""What a second person decides about trading accounts: opening one, and its leverage. Carried out once it is approved.

Each is done outside a transaction, because a server is called, and again if the delivery is repeated: opening has the
approval's id as its key, leverage is an absolute value that is read before it is sent.
"""

import uuid
from typing import Final

from atrium.kernel.errors import InvalidInput, NotFound, Refused
from atrium.providers.errors import NeverAgain
from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.approvals.kinds import leverage as read_leverage
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.kyc.selectors import may_open_live

from ..models import Opening, Product, TradingAccount
from ..types import Opened
from .accounts import change_leverage
from .calling import calling
from .opening import open_trading_account

OPEN: Final = "open_account"
LEVERAGE: Final = "leverage"
PERMISSION: Final = "trading.manage"


def open_or_ask(*, client: Client, product: Product, key: str, by: uuid.UUID) -> Opened | Approval:
    """At once, or after a second person agreed, as the broker wants it for this account type."""
    facts = {"product": product.name, "kind": product.kind, "currency": product.currency}
    if not approvals.needs_approval(kind=OPEN, facts=facts):
        return open_trading_account(client=client, product=product, key=key)
    if product.kind == Product.Kind.LIVE:
        verdict = may_open_live(client)
        if not verdict.allowed:
            raise Refused(verdict.reason)
    return approvals.ask(
        kind=OPEN,
        # The same wish twice is one request; another account type is another.
        subject_id=uuid.uuid5(client.id, str(product.id)),
        title=f"Open {product.name} for client {client.number}",
        facts={"client": _named(client), **facts, "product_id": str(product.id)},
        permission=PERMISSION,
        requested_by=by,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )


def request_leverage(
    *, client: Client, account: TradingAccount, leverage: str, reason: str, by: uuid.UUID
) -> Approval:
    wanted = _leverage(leverage)
    if wanted == account.leverage:
        raise InvalidInput(f"The leverage is 1:{wanted} already.", field="leverage")
    if account.status == TradingAccount.Status.ARCHIVED or account.client_id != client.id:
        raise NotFound("There is no such trading account.")
    return approvals.ask(
        kind=LEVERAGE,
        subject_id=account.id,
        title=f"Leverage 1:{wanted} for trading account {account.login}",
        facts={
            "client": _named(client),
            "account": str(account.login),
            "leverage": str(wanted),
            "leverage_was": str(account.leverage),
            "reason": reason.strip()[:300],
        },
        permission=PERMISSION,
        requested_by=by,
        client_id=client.id,
        desk_id=client.lead.desk_id,
        country=client.country,
    )


def carry_out_opening(*, approval_id: uuid.UUID) -> None:
    request = asked.approval(approval_id)
    if request.applied is not None or request.client_id is None:
        return
    facts = approvals.approved(approval_id=approval_id).facts
    client = Client.objects.select_related("lead").get(id=request.client_id)
    product = Product.objects.select_related("server").get(id=facts["product_id"])
    key = f"approval:{approval_id}"
    try:
        opened = open_trading_account(client=client, product=product, key=key)
    except Refused as refusal:
        if not _is_final(client, product, key):
            raise  # the server could not be reached: the event is told again
        approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
    else:
        approvals.note_result(
            approval_id=approval_id, done=True, text=f"Trading account {opened.account.login}"
        )


def carry_out_leverage(*, approval_id: uuid.UUID) -> None:
    """Two approvals of one account may be carried out at the same time: the latest decided is what the account ends with."""
    request = asked.approval(approval_id)
    if request.applied is not None:
        return
    account = TradingAccount.objects.select_related("server").get(id=request.subject_id)
    done = None
    while (latest := _latest(account)) is not None and latest.id != done:
        try:
            _set_leverage(account, int(approvals.approved(approval_id=latest.id).facts["leverage"]))
        except NeverAgain as refusal:
            approvals.note_result(approval_id=approval_id, done=False, text=refusal.message)
            return
        done = latest.id
    replaced = done != approval_id
    text = (
        "A later request replaced this one." if replaced else f"Leverage is now 1:{request.facts['leverage']}"
    )
    approvals.note_result(approval_id=approval_id, done=not replaced, text=text)


def _set_leverage(account: TradingAccount, leverage: int) -> None:
    with calling(account.server) as adapter:
        there = adapter.account(account.login).leverage
    if there != leverage:
        _change(account, leverage)
    elif account.leverage != leverage:
        TradingAccount.objects.filter(id=account.id).update(leverage=leverage)


def _change(account: TradingAccount, leverage: int) -> None:
    try:
        change_leverage(account=account, leverage=leverage)
    except Refused as refusal:
        # What the server refuses for good ends here; a lost answer is looked up with the next telling of the event.
        raise refusal.__cause__ or refusal from None


def _latest(account: TradingAccount) -> Approval | None:
    rows = Approval.objects.filter(kind=LEVERAGE, subject_id=account.id, state=Approval.State.APPROVED)
    return rows.order_by("-decided_at", "-id").first()


def _is_final(client: Client, product: Product, key: str) -> bool:
    """Nothing was begun (a rule says no), or the server itself said no."""
    wish = Opening.objects.filter(key=key).first()
    if wish is None:
        return product.kind == Product.Kind.LIVE and not may_open_live(client).allowed
    return wish.state == Opening.State.REFUSED


def _leverage(text: str) -> int:
    try:
        return int(read_leverage(text))
    except InvalidInput as fault:
        raise InvalidInput(fault.message, field="leverage") from fault


def _named(client: Client) -> str:
    return f"{client.number} {client.lead.name}"
