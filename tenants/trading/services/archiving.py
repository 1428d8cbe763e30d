"""A trading account's end: switched off on its server, and closed here; both can be taken back."""

import uuid

from django.db import transaction

from atrium.kernel.errors import NotFound, Refused
from atrium.providers.errors import ProviderError
from atrium.providers.trading.contract import TradingAdapter
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.outbox.services import announce

from ..models import BalanceOperation, TradingAccount
from .calling import calling

_ENDED = (BalanceOperation.State.CONFIRMED, BalanceOperation.State.REFUSED)


def archive_account(*, account_id: uuid.UUID, because: str) -> TradingAccount:
    """Refused while the account holds anything or money is on its way. A client whose last live account goes is closed.

    It is closed here first, so that nothing new begins while the server is asked; what the server refuses opens it again. Killed in
    between, it is closed here and may still be open there: restored and archived again it is both.
    """
    if not because.strip():
        raise Refused("Say why; it stands in the timeline.", field="reason")
    account, before = _close(account_id)
    try:
        with calling(account.server) as adapter:
            _must_be_empty(adapter, account)
            adapter.set_rights(account.login, enabled=False, trading=False)
    except (Refused, ProviderError) as error:
        TradingAccount.objects.filter(id=account.id).update(status=before)
        if isinstance(error, Refused):
            raise
        raise Refused(f"The account was not archived for certain; try again. {error.message}") from error
    text = f"Trading account {account.login} archived: {because.strip()}"
    _tell(account, "account.archived", text, last=_is_last(account))
    return account


def restore_account(*, account_id: uuid.UUID, because: str) -> TradingAccount:
    """Log-in and trading are switched on again; an open live account makes its client live again."""
    if not because.strip():
        raise Refused("Say why; it stands in the timeline.", field="reason")
    account = _get(account_id)
    try:
        with calling(account.server) as adapter:
            adapter.set_rights(account.login, enabled=True, trading=True)
    except ProviderError as error:
        raise Refused(f"The account was not restored for certain; try again. {error.message}") from error
    account.status = TradingAccount.Status.OPEN
    account.save(update_fields=["status"])
    _tell(account, "account.restored", f"Trading account {account.login} restored: {because.strip()}")
    return account


@transaction.atomic
def _close(account_id: uuid.UUID) -> tuple[TradingAccount, str]:
    """Under the client's lock, which every transfer takes: it began before, and is seen here, or finds the account closed."""
    client_id = _get(account_id).client_id
    Client.objects.select_for_update(no_key=True).get(id=client_id)
    account = _get(account_id)
    if account.status == TradingAccount.Status.ARCHIVED:
        raise Refused("This account is archived already. Nothing was changed.")
    if BalanceOperation.objects.filter(account=account).exclude(state__in=_ENDED).exists():
        raise Refused(
            "Money is on its way to or from this account. Nothing was changed; archive it after that."
        )
    before, account.status = account.status, TradingAccount.Status.ARCHIVED
    account.save(update_fields=["status"])
    return account, before


def _must_be_empty(adapter: TradingAdapter, account: TradingAccount) -> None:
    """Play money may stay behind."""
    if account.kind != "live":
        return
    if adapter.positions(account.login):
        raise Refused("There are open positions on this account. Nothing was changed; they are closed first.")
    (money,) = adapter.money([account.login]) or (None,)
    if money is not None and (money.balance or money.credit):
        raise Refused(
            f"There are {money.balance + money.credit:f} {account.currency} on this account. Nothing was changed; "
            "they are moved to the wallet first."
        )


def _is_last(account: TradingAccount) -> bool:
    live = TradingAccount.objects.filter(client_id=account.client_id, kind="live")
    return account.kind == "live" and not live.exclude(status=TradingAccount.Status.ARCHIVED).exists()


def _get(account_id: uuid.UUID) -> TradingAccount:
    account = TradingAccount.objects.select_related("server").filter(id=account_id).first()
    if account is None:
        raise NotFound("There is no such trading account.")
    return account


@transaction.atomic
def _tell(account: TradingAccount, event: str, text: str, **more: bool) -> None:
    note(subject_kind="client", subject_id=account.client_id, verb="account.changed", text=text)
    facts = {"account_id": str(account.id), "client_id": str(account.client_id), "kind": account.kind}
    announce(event, **facts, **more)
