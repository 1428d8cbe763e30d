"""Killed with SIGKILL at every commit and every call of a transfer: the money is in one place in the end, and moved once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from atrium.kernel import tenancy
from atrium.kernel.money import Money
from tenants.clients.models import Client
from tenants.ledger import services as ledger
from tenants.ledger.selectors import balance
from tenants.ledger.types import Movement
from tenants.outbox.models import Delivery
from tenants.trading import services as trading
from tenants.trading.models import BalanceOperation, TradingAccount
from tenants.wallets import services
from tenants.wallets.models import Transfer
from tests.payments.dying import KILLED, die_at
from tests.payments.shop import assert_books_balance, work_off
from tests.simulators.mt5.process import Mt5Process
from tests.trading import floor as floors
from tests.trading.floor import Floor

WALLET = "client:1:wallet:USD"
AMOUNT = Money(1_000, "USD")
MOST_STEPS = 80


@pytest.fixture(scope="module")
def mt5(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mt5Process]:
    process = Mt5Process(tmp_path_factory.mktemp("mt5")).start()
    yield process
    process.stop()


@pytest.fixture
def floor(committed: None, acme: tenancy.Tenant, mt5: Mt5Process) -> Iterator[Floor]:
    with tenancy.entered(acme):
        yield floors.furnish(mt5)


def move(client: Client, account: TradingAccount, way: str, key: str) -> None:
    verb = services.transfer_to_account if way == "in" else services.transfer_to_wallet
    verb(client_id=client.id, account_id=account.id, money=AMOUNT, key=key)
    work_off()


def recover() -> None:
    """What the clock does when the dead worker's leases and the server's quiet time are over."""
    past = datetime.now(UTC) - timedelta(minutes=5)
    Delivery.objects.filter(state="sending").update(state="waiting", lease_until=None)
    Delivery.objects.filter(state="waiting").update(attempt=0)
    BalanceOperation.objects.filter(state__in=["new", "sending", "unknown"]).update(
        look_at=past, lease_until=None
    )
    trading.sweep()
    Transfer.objects.filter(state="moving").update(created_at=past)
    services.sweep()
    work_off()


@pytest.mark.parametrize("way", ["in", "out"])
def test_killed_at_every_step_it_is_moved_once(floor: Floor, way: str) -> None:
    client = floors.clara()
    account = floors.open_live(floor, client)
    bank = "bank:main:USD"
    ledger.post(movements=[Movement(bank, WALLET, Money(500_000, "USD"), "deposit.wire")], key="fund")
    if way == "out":
        services.transfer_to_account(
            client_id=client.id, account_id=account.id, money=Money(250_000, "USD"), key="first"
        )
    begun, deals = balance(WALLET).posted.amount_minor, len(floors.on_server(floor, account))
    for step in range(1, MOST_STEPS):
        key = f"page-{step}"
        outcome = die_at(step, partial(move, client, account, way, key))
        recover()
        move(client, account, way, key)
        recover()
        moved = Transfer.objects.get(key=key)
        assert (moved.state, len(floors.on_server(floor, account)) - deals) == ("settled", step), moved.reason
        if outcome != KILLED:
            break
    assert step >= 8, "the begin, the sending, the answer and the settling each commit"
    sign = -1 if way == "in" else 1
    assert balance(WALLET).posted.amount_minor == begun + sign * step * AMOUNT.amount_minor
    assert not balance(WALLET).held
    assert_books_balance()
