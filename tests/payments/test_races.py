"""Many at once: really committed, from several threads, and still each effect happens once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connections

from atrium.kernel import tenancy
from atrium.kernel.errors import AtriumError
from atrium.kernel.money import Money
from tenants.approvals.services import decide
from tenants.inbox.models import Message
from tenants.ledger.models import Movement
from tenants.outbox.models import Delivery, Event
from tenants.payments import services
from tenants.payments.models import Deposit, Withdrawal
from tests.contracts.psp_process import Door, PspProcess
from tests.payments.shop import (
    Shop,
    assert_books_balance,
    available,
    clara,
    finance,
    give,
    iris,
    open_shop,
    posted,
    work_off,
)

T = TypeVar("T")
MANY = 8


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


def at_once(tenant: tenancy.Tenant, act: Callable[[int], T]) -> list[T | AtriumError]:
    """What each of many threads got when all of them began at the same moment."""
    barrier = Barrier(MANY)

    def run(place: int) -> T | AtriumError:
        try:
            with tenancy.entered(tenant):
                barrier.wait(20)
                return act(place)
        except AtriumError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(run, range(MANY)))


def test_one_webhook_handed_in_by_many_at_once_is_stored_and_told_once(shop: Shop) -> None:
    deposit = shop.deposit(clara())
    received = shop.pay(deposit)
    answers = at_once(shop.tenant, lambda _: shop.hand_in(received).status_code)
    assert answers == [200] * MANY
    assert (Message.objects.count(), Event.objects.filter(kind="inbox.received").count()) == (1, 1)
    assert work_off() == []
    assert posted("client:1:wallet:USD") == 50_000


def test_one_payment_worked_off_by_many_at_once_is_booked_once(shop: Shop) -> None:
    deposit = shop.deposit(clara())
    shop.hand_in(shop.pay(deposit))
    message_id = Message.objects.get().id
    at_once(shop.tenant, lambda _: services.take_psp_event(message_id=message_id))
    assert Movement.objects.filter(kind="deposit.settled").count() == 1
    assert Event.objects.filter(kind="deposit.settled").count() == 1
    assert posted("client:1:wallet:USD") == 50_000
    assert_books_balance()


def test_many_clicks_at_once_are_one_deposit(shop: Shop) -> None:
    client = clara()
    deposits = at_once(shop.tenant, lambda _: shop.deposit(client))
    references = {found.psp_reference for found in deposits if isinstance(found, Deposit)}
    assert (Deposit.objects.count(), len(references)) == (1, 1)
    assert len(deposits) == MANY


def test_many_payouts_at_once_spend_the_wallet_once(shop: Shop) -> None:
    partner = iris()
    give(partner, Money(10_000, "USD"))

    def ask(place: int) -> Withdrawal:
        return services.request_payout(
            partner_id=partner.id,
            money=Money(3_000, "USD"),
            destination="acct_IrisMaster",
            by=partner.user_id,
            key=f"page-{place}",
        )

    results = at_once(shop.tenant, ask)
    assert len([result for result in results if isinstance(result, Withdrawal)]) == 3
    assert (Withdrawal.objects.count(), available("ib:1:wallet:USD")) == (3, 1_000)
    assert_books_balance()


def test_one_payout_sent_by_many_at_once_is_paid_once(shop: Shop) -> None:
    partner = iris()
    give(partner, Money(10_000, "USD"))
    withdrawal = services.request_payout(
        partner_id=partner.id,
        money=Money(3_000, "USD"),
        destination="acct_IrisMaster",
        by=partner.user_id,
        key="page-1",
    )
    assert withdrawal.approval_id is not None
    decide(approval_id=withdrawal.approval_id, by=finance("Fay").user_id, outcome="approved")
    services.take_decision(withdrawal_id=withdrawal.id, approval_id=withdrawal.approval_id, approved=True)
    at_once(shop.tenant, lambda _: services.send_payout(withdrawal_id=withdrawal.id).state)
    made = [found for found in shop.psp.objects("transfer") if found["transfer_group"] == str(withdrawal.id)]
    assert (len(made), posted("ib:1:wallet:USD")) == (1, 7_000)
    assert Event.objects.filter(kind="payout.paid").count() == 1
    assert_books_balance()


def test_the_event_is_written_in_the_transaction_of_its_message(shop: Shop) -> None:
    shop.hand_in(shop.pay(shop.deposit(clara())))
    message = Message.objects.get()
    event = Event.objects.get(kind="inbox.received")
    assert event.payload["message_id"] == str(message.id)
    assert Delivery.objects.filter(event=event).count() >= 1
