"""A client pays in on the PSP's hosted page and moves part of it to the trading account."""

import time
from collections.abc import Callable

from atrium.kernel.errors import Refused
from atrium.kernel.money import Money
from infra.demo import cast, simulators
from tenants.clients.models import Client
from tenants.payments.models import Deposit
from tenants.payments.services import start_deposit
from tenants.trading.models import TradingAccount
from tenants.wallets.services import transfer_to_account

PATIENCE_SECONDS = 60


def pay_in(client: Client, person: cast.Client) -> Deposit:
    deposit = start_deposit(
        client_id=client.id,
        money=Money.of(person.deposit, client.currency),
        key=f"demo:{person.email}:deposit",
        success_url="http://localhost/",
        cancel_url="http://localhost/",
        language=client.user.language,
    )
    if deposit.state == Deposit.State.OPEN:
        # As the hosted page would; a page that was paid before says so, and the webhook is on its way.
        simulators.psp(f"/sessions/{deposit.psp_reference}/pay", email=person.email)
    return deposit


def wait_until_settled(deposit: Deposit) -> None:
    until(
        lambda: Deposit.objects.get(id=deposit.id).state == Deposit.State.SETTLED,
        otherwise="A deposit was paid at the PSP simulator and did not settle. See var/log/worker.log.",
    )


def move_to_trading(client: Client, person: cast.Client) -> None:
    account = TradingAccount.objects.get(client_id=client.id, product__code="standard")
    transfer_to_account(
        client_id=client.id,
        account_id=account.id,
        money=Money.of(person.to_trading, client.currency),
        key=f"demo:{person.email}:transfer",
    )


def until(holds: Callable[[], bool], *, otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise Refused(otherwise)
        time.sleep(0.1)
