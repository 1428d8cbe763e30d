"""A worker killed with SIGKILL at every commit and every call of a deposit: in the end the money is there once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from atrium.kernel import tenancy
from tenants.inbox.models import Message
from tenants.ledger.models import Movement
from tenants.outbox.models import Delivery
from tenants.payments import services
from tenants.payments.models import Deposit
from tests.contracts.psp_process import Door, PspProcess
from tests.payments.dying import KILLED, die_at
from tests.payments.shop import USD_500, Shop, assert_books_balance, clara, open_shop, posted, work_off

LONG_AGO = "2026-01-01T00:00:00Z"
MOST_STEPS = 60


@pytest.fixture
def shop(
    committed: None,
    acme: tenancy.Tenant,
    psp_process: PspProcess,
    door: Door,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Shop]:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE", f"127.0.0.1:{psp_process.port}")
    with tenancy.entered(acme):
        yield open_shop(acme, psp_process, door, "sk_test_killed_deposits")
    psp_process.clear_faults()


def again() -> None:
    """What the sweep of the outbox and the sweep of payments do when a worker has died."""
    Delivery.objects.exclude(state=Delivery.State.DONE).update(
        state=Delivery.State.WAITING, attempt=0, lease_until=None
    )
    Deposit.objects.filter(state="open").update(created_at=LONG_AGO)


@pytest.mark.timeout(600)
def test_a_deposit_whose_worker_dies_at_any_step_is_in_the_wallet_once(shop: Shop) -> None:
    client = clara()
    killed_somewhere = 0
    for step in range(1, MOST_STEPS):
        key = f"page-{step}"
        beginning = die_at(step, lambda key=key: shop.deposit(client, key=key))  # type: ignore[misc]
        deposit = shop.deposit(client, key=key)
        assert (deposit.state, Deposit.objects.filter(key=key).count()) == ("open", 1)
        shop.caught.clear()
        shop.hand_in(shop.pay(deposit))
        ending = die_at(step, work_off)
        again()
        assert work_off() == []
        services.sweep()
        deposit.refresh_from_db()
        assert (step, deposit.state, posted("client:1:wallet:USD")) == (
            step,
            "settled",
            step * USD_500.amount_minor,
        )
        assert Movement.objects.filter(kind="deposit.settled").count() == step
        killed_somewhere += KILLED in (beginning, ending)
        if KILLED not in (beginning, ending):
            break
    else:
        raise AssertionError("The deposit has more steps than were tried.")
    assert killed_somewhere >= 6
    assert Message.objects.exclude(state="done").count() == 0
    assert_books_balance()
