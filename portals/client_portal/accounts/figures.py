"""What a client's accounts are worth: asked of the trading servers, remembered for a minute, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.core.cache import cache

from atrium.kernel.money import Money, round_half_even
from tenants.clients.models import Client
from tenants.ledger import addresses
from tenants.ledger.selectors import balance
from tenants.trading.models import TradingAccount
from tenants.trading.selectors import accounts_of, live_state

REMEMBER_SECONDS: Final = 60
MOST_ASKED: Final = 12


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """`balance` and `equity` are None while the server has not been heard."""

    account: TradingAccount
    balance: Money | None = None
    equity: Money | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """`equity` is the wallet plus live accounts in its currency; `complete` is false while one has not been heard."""

    wallet: Money
    held: Money
    accounts: Sequence[AccountFigures]
    equity: Money
    in_accounts: Money
    complete: bool


def worth_of(client: Client, *, ask: bool) -> Worth:
    """`ask` asks the servers; without it only what was heard within the last minute is shown."""
    wallet = balance(addresses.client_wallet(client.number, client.currency))
    accounts = [figures_of(account, ask=ask) for account in accounts_of(client)[:MOST_ASKED]]
    counted = [one for one in accounts if _counts(one.account, client.currency)]
    in_accounts = sum((one.equity for one in counted if one.equity), Money(0, client.currency))
    return Worth(
        wallet=wallet.available,
        held=wallet.held,
        accounts=accounts,
        equity=wallet.posted + in_accounts,
        in_accounts=in_accounts,
        complete=all(one.equity is not None for one in counted),
    )


def figures_of(account: TradingAccount, *, ask: bool) -> AccountFigures:
    heard = _ask(account) if ask else cache.get(_key(account))
    if heard is None:
        return AccountFigures(account)
    known, equity = (round_half_even(Decimal(text), account.currency) for text in heard)
    return AccountFigures(account, known, equity)


def _ask(account: TradingAccount) -> tuple[str, str] | None:
    state = live_state(account)
    if state is None:
        return None
    heard = (str(state.balance), str(state.equity))
    cache.set(_key(account), heard, REMEMBER_SECONDS)
    return heard


def _key(account: TradingAccount) -> str:
    return f"client-portal:figures:{account.id}"


def _counts(account: TradingAccount, currency: str) -> bool:
    """Demo money is nobody's; another currency is shown on its own line and not added."""
    return account.kind == "live" and account.currency == currency
