"""Many at once: one key is one deposit, one login has one operation in flight, one click is one account."""

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from atrium.kernel import tenancy
from atrium.kernel.errors import AtriumError
from atrium.kernel.tenancy import Tenant
from tenants.trading.models import BalanceOperation, Opening, TradingAccount
from tenants.trading.services import open_trading_account, run_balance_operation, sweep
from tests.simulators.mt5.process import Mt5Process
from tests.trading.floor import Floor, clara, events, furnish, on_server, open_live, until, usd

THREADS = 8


@pytest.fixture
def floor(mt5: Mt5Process, committed: None, acme: Tenant) -> Iterator[Floor]:
    with tenancy.entered(acme):
        yield furnish(mt5)


def all_at_once(tenant: Tenant, act: Callable[[int], object]) -> list[AtriumError]:
    """Runs it in as many threads; what was refused."""
    begin, refused = threading.Barrier(THREADS), list[AtriumError]()

    def run(number: int) -> None:
        with tenancy.entered(tenant):
            begin.wait()
            try:
                act(number)
            except AtriumError as refusal:
                refused.append(refusal)
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_one_key_is_one_deposit_however_many_send_it(floor: Floor, acme: Tenant) -> None:
    account = open_live(floor, clara())
    all_at_once(acme, lambda _: run_balance_operation(account=account, money=usd("5"), key="same"))
    assert on_server(floor, account) == ["5.00"]
    assert BalanceOperation.objects.get().sends == 1
    assert len(events("balance_operation.ended")) == 1


def test_different_deposits_to_one_login_go_one_after_the_other_and_all_arrive(
    floor: Floor, acme: Tenant
) -> None:
    account = open_live(floor, clara())
    all_at_once(acme, lambda n: run_balance_operation(account=account, money=usd("1"), key=f"t{n}"))

    def done() -> bool:
        BalanceOperation.objects.filter(state="new").update(look_at=account.opened_at)
        sweep()
        return not BalanceOperation.objects.exclude(state="confirmed").exists()

    until(done)
    assert on_server(floor, account) == ["1.00"] * THREADS
    assert BalanceOperation.objects.filter(sends=1).count() == THREADS


def test_many_sweeps_at_once_look_and_send_once(floor: Floor, acme: Tenant) -> None:
    account = open_live(floor, clara())
    floor.process.fault("lose_request")
    operation = run_balance_operation(account=account, money=usd("5"), key="t1")
    all_at_once(acme, lambda _: sweep())
    operation.refresh_from_db()
    assert (operation.state, operation.sends) == ("confirmed", 2)
    assert on_server(floor, account) == ["5.00"]


def test_one_click_is_one_account_however_many_hands_click(floor: Floor, acme: Tenant) -> None:
    client = clara()
    before = floor.process.ask("/status")["users"]
    refused = all_at_once(acme, lambda _: open_trading_account(client=client, product=floor.live, key="same"))
    assert floor.process.ask("/status")["users"] == before + 1
    assert TradingAccount.objects.count() == 1
    assert Opening.objects.get().attempts == 1
    assert all("nothing needs to be repeated" in str(refusal) for refusal in refused)
