"""A worker killed with SIGKILL at every commit and every call of a withdrawal: in the end it is paid once, and once only."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from atrium.kernel import clock, tenancy
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.outbox.models import Delivery
from tenants.payments import services
from tenants.payments.models import Confirmation, Payout, Withdrawal
from tenants.payments.services import sending
from tenants.payments.services.factors import _hash_of
from tenants.payments.services.withdrawing import confirmed_facts
from tenants.payments.types import SecondFactor
from tenants.staff.models import Member
from tests.contracts.psp_process import Door, PspProcess
from tests.payments.dying import KILLED, die_at
from tests.payments.money_out import WALLET, by_card, fund, usd
from tests.payments.shop import (
    Shop,
    assert_books_balance,
    available,
    clara,
    finance,
    open_shop,
    posted,
    work_off,
)

AMOUNT = usd(2_000)
LONG_AGO = "2026-01-01T00:00:00Z"
MOST_STEPS = 120


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
        yield open_shop(acme, psp_process, door, f"sk_test_{uuid.uuid4().hex}")


def confirmed(client: Client, key: str) -> None:
    Confirmation.objects.create(
        user_id=client.user_id, key=key, facts_hash=_hash_of(confirmed_facts(None, AMOUNT)), method="totp",
        confirmed_at=clock.now(), created_at=clock.now(),
    )  # fmt: skip


def whole_way(client: Client, fay: Member, key: str) -> None:
    """What the client's page, the colleague and the workers do; each of it may be done again."""
    withdrawal = services.request_withdrawal(
        client_id=client.id, destination_id=None, money=AMOUNT, key=key, second_factor=SecondFactor()
    )
    assert withdrawal.approval_id is not None
    if Approval.objects.get(id=withdrawal.approval_id).state == "pending":
        approvals.decide(approval_id=withdrawal.approval_id, by=fay.user_id, outcome="approved")
    work_off()


def recover() -> None:
    """What the clock does when the dead worker's leases have run out."""
    Delivery.objects.filter(state="sending").update(state="waiting", lease_until=None)
    Delivery.objects.filter(state="waiting").update(attempt=0)
    Payout.objects.exclude(lease_until=None).update(lease_until=LONG_AGO)
    Payout.objects.exclude(look_at=None).update(look_at=LONG_AGO)
    Withdrawal.objects.update(requested_at=LONG_AGO)
    services.sweep()
    work_off()


def refunds(shop: Shop, withdrawal: Withdrawal) -> int:
    return len(
        [one for one in shop.psp.objects("refund") if one["metadata"].get("atrium_id") == str(withdrawal.id)]
    )


def kill_everywhere(shop: Shop, check: Callable[[Withdrawal], None]) -> int:
    """One withdrawal a step; the number of steps at which something could be killed."""
    client, fay = clara(), finance("Fay")
    deposit = by_card(shop, client, usd(500_000))
    assert deposit.state == "settled"
    for step in range(1, MOST_STEPS):
        key = f"withdraw-{step}"
        confirmed(client, key)
        outcome = die_at(step, partial(whole_way, client, fay, key))
        whole_way(client, fay, key)
        recover()
        made = Withdrawal.objects.get(key=key)
        check(made)
        if outcome != KILLED:
            return step - 1
    raise AssertionError("It never comes to an end.")


def test_killed_at_every_step_it_is_paid_once(shop: Shop) -> None:
    def check(made: Withdrawal) -> None:
        assert (made.state, refunds(shop, made), made.paid) == ("paid", 1, AMOUNT), made.reason

    steps = kill_everywhere(shop, check)
    assert steps >= 10, "request, decision, sending and settling each commit"
    paid = 2_000 * (steps + 1)
    assert (posted(WALLET), available(WALLET)) == (500_000 - paid, 500_000 - paid)
    assert_books_balance()


def test_with_a_new_id_for_each_try_the_harness_sees_it_paid_twice(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: nobody asks before sending again, and each try has a key of its own."""

    def careless(psp: Any, payout: Payout) -> Any:
        assert payout.deposit is not None
        made = psp.refund(our_id=str(uuid.uuid4()), payment_id=payout.deposit.payment_id, money=payout.money)
        return type(made)(made.reference, "", made.status, made.money)

    monkeypatch.setattr(sending, "_ask_to_send", careless)
    monkeypatch.setattr(sending, "fetch", lambda psp, payout: None)
    before = len(shop.psp.objects("refund"))
    steps = kill_everywhere(shop, lambda made: None)
    assert len(shop.psp.objects("refund")) - before > steps + 1


def test_many_workers_with_one_event_send_it_once(shop: Shop) -> None:
    from tests.payments.test_races import at_once

    client, fay = clara(), finance("Fay")
    by_card(shop, client, usd(50_000))
    fund(client, usd(1_000))
    confirmed(client, "page-1")
    whole_way(client, fay, "page-1")
    made = Withdrawal.objects.get()
    at_once(shop.tenant, lambda _: services.send_payout(withdrawal_id=made.id))
    assert (refunds(shop, made), posted(WALLET)) == (1, 49_000)
