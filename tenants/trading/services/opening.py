"""Opening a trading account. A double click opens one; a lost answer is looked up, never repeated blindly."""

import uuid

from django.db import transaction

from atrium.kernel import clock
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import short_token
from atrium.kernel.money import Money
from atrium.providers.errors import NeverAgain, OutcomeUnknown, ProviderError
from atrium.providers.trading.contract import AccountSpec
from atrium.providers.trading.passwords import new_password
from tenants.activity.services import note
from tenants.clients.models import Client
from tenants.connections import keys
from tenants.kyc.selectors import may_open_live
from tenants.outbox.services import announce

from .. import rules
from ..models import BalanceOperation, Opening, Product, TradingAccount
from ..types import Opened
from .attaching import attach_deals
from .balance import begin_balance_operation
from .balance import send as send_balance
from .calling import calling
from .indexing import index_accounts
from .servers import lock_deals_of

State = Opening.State
TOKEN_PREFIX = "A"


def open_trading_account(*, client: Client, product: Product, key: str) -> Opened:
    """The account and, for the call that opened it, its password. The same key gives the same account again."""
    return send(_wish(client, product, key))


@transaction.atomic
def _wish(client: Client, product: Product, key: str) -> Opening:
    if product.kind == Product.Kind.LIVE:
        verdict = may_open_live(client)
        if not verdict.allowed:
            raise Refused(verdict.reason)
    wish, made = Opening.objects.select_related("product__server", "account").get_or_create(
        key=key, defaults={"token": short_token(TOKEN_PREFIX), "client_id": client.id, "product": product}
    )
    if not made and (wish.client_id, wish.product_id) != (client.id, product.id):
        raise Conflict("The same key came for another account. Load the page again.")
    return wish


def send(wish: Opening) -> Opened:
    password = _claim(wish.id)
    if password is None:
        return _as_it_stands(get(wish.id))
    try:
        with calling(wish.product.server) as adapter:
            login = adapter.create_account(_spec(wish, password))
    except ProviderError as error:
        raise _after_failure(wish, error) from error
    return Opened(finish(wish, login), password)


def _claim(opening_id: uuid.UUID) -> str | None:
    """The password to send, if it is ours to send. The first one made is kept: a second send must not differ."""
    with transaction.atomic():
        wish = Opening.objects.select_for_update().get(id=opening_id)
        if wish.state != State.NEW:
            return None
        if not wish.password:
            wish.password = _sealed(wish, new_password())
        now = clock.now()
        wish.state, wish.sent_at, wish.lease_until = State.SENDING, now, now + rules.LEASE
        wish.attempts += 1
        wish.save()
        return _unsealed(wish)


def _as_it_stands(wish: Opening) -> Opened:
    if wish.account is not None:
        return Opened(wish.account, "")
    if wish.state == State.REFUSED:
        raise Refused(wish.error)
    raise Conflict(
        "This account is being opened already. It appears as soon as the trading server has answered; "
        "nothing needs to be repeated."
    )


def _spec(wish: Opening, password: str) -> AccountSpec:
    client = Client.objects.select_related("lead").get(id=wish.client_id)
    return AccountSpec(
        reference=wish.token,
        group=wish.product.group,
        name=client.lead.name[:128],
        leverage=wish.product.leverage,
        password=password,
        investor_password=new_password(),
        email=client.lead.email,
        phone=client.lead.phone,
        country=client.country,
    )


def _after_failure(wish: Opening, error: ProviderError) -> Conflict | Refused:
    if isinstance(error, OutcomeUnknown):
        _change(wish, state=State.UNKNOWN, error=error.message, lease_until=None)
        return Conflict(
            "The trading server did not answer in time. The account appears as soon as it is known whether "
            "the server opened it; nothing needs to be repeated."
        )
    refused = isinstance(error, NeverAgain)
    _change(wish, state=State.REFUSED if refused else State.NEW, error=error.message, lease_until=None)
    return Refused(f"The account was not opened. {error.message}")


def finish(wish: Opening, login: int) -> TradingAccount:
    """The account exists on the server: ours from now on, with the deals that came before."""
    with transaction.atomic():
        lock_deals_of(wish.product.server)
        account, made = TradingAccount.objects.get_or_create(
            server=wish.product.server, login=login, defaults=_facts(wish)
        )
        Opening.objects.filter(id=wish.id).update(
            state=State.DONE, account=account, lease_until=None, error=""
        )
        start = _begin_starting_balance(account) if made else None
        if made:
            index_accounts([account])
            _tell(account)
        attach_deals(account=account)
    if start is not None:
        send_balance(operation_id=start.id)
    return account


def _facts(wish: Opening) -> dict[str, object]:
    product = wish.product
    return {
        "client_id": wish.client_id,
        "client_number": Client.objects.only("number").get(id=wish.client_id).number,
        "product": product,
        "group": product.group,
        "currency": product.currency,
        "kind": product.kind,
        "leverage": product.leverage,
    }


def _begin_starting_balance(account: TradingAccount) -> BalanceOperation | None:
    amount = account.product.starting_balance_minor
    if not amount:
        return None
    money = Money(amount, account.currency)
    return begin_balance_operation(account=account, money=money, key=f"start:{account.id}")


def _tell(account: TradingAccount) -> None:
    note(
        subject_kind="client",
        subject_id=account.client_id,
        verb="account.opened",
        text=f"Trading account {account.login} opened ({account.product.name}, {account.currency})",
    )
    announce(
        "account.opened", account_id=str(account.id), client_id=str(account.client_id), kind=account.kind
    )


def take_first_password(*, account_id: uuid.UUID) -> str:
    """For the one mail that carries it. Empty if it was taken before; afterwards it is kept nowhere."""
    with transaction.atomic():
        wish = Opening.objects.select_for_update().filter(account_id=account_id).first()
        if wish is None or not wish.password:
            return ""
        password = _unsealed(wish)
        Opening.objects.filter(id=wish.id).update(password="")
    return password


def get(opening_id: uuid.UUID) -> Opening:
    wish = Opening.objects.select_related("product__server", "account").filter(id=opening_id).first()
    if wish is None:
        raise NotFound("There is no such wish for an account.")
    return wish


def _change(wish: Opening, **changes: object) -> None:
    Opening.objects.filter(id=wish.id).exclude(state=State.DONE).update(**changes)


def _sealed(wish: Opening, password: str) -> str:
    return keys.sealed(password.encode(), table="trading_opening", column="password", row=wish.id)


def _unsealed(wish: Opening) -> str:
    return keys.opened(wish.password, table="trading_opening", column="password", row=wish.id).decode()
