"""A suspended broker begins nothing, and what was begun ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from celery import current_app

from atrium.brokers import selectors as registry
from atrium.brokers import services as brokers
from atrium.kernel import tenancy
from infra.tasks import dispatch
from tenants.clients.models import Client
from tenants.inbox.models import Message
from tests.payments.shop import Shop, assert_books_balance, clara, posted, work_off

Suspend = Callable[[], tenancy.Tenant]


@pytest.fixture
def client(shop: Shop) -> Client:
    return clara()


@pytest.fixture
def suspend(shop: Shop) -> Iterator[Suspend]:
    def act() -> tenancy.Tenant:
        brokers.suspend(shop.tenant.broker_id, reason="Unpaid since March.")
        registry.forget_houses()  # a test's transaction never commits
        suspended = registry.tenant_by_slug(shop.tenant.slug)
        tenancy.switch(suspended)
        return suspended

    yield act
    registry.forget_houses()


def test_a_payment_made_before_is_still_taken_and_booked(
    shop: Shop, client: Client, suspend: Suspend
) -> None:
    deposit = shop.deposit(client)
    received = shop.pay(deposit)
    shop.tenant = suspend()
    assert shop.hand_in(received).status_code == 200
    assert Message.objects.count() == 1
    assert work_off() == []
    deposit.refresh_from_db()
    assert (deposit.state, posted("client:1:wallet:USD")) == ("settled", 50_000)
    assert_books_balance()


def test_the_clock_rings_for_a_suspended_broker_where_money_may_be_under_way(
    shop: Shop, suspend: Suspend, monkeypatch: pytest.MonkeyPatch
) -> None:
    current_app.loader.import_default_modules()
    rung: list[tuple[str, str]] = []
    names = ("outbox.sweep", "payments.sweep", "wallets.sweep", "trading.sweep", "infra.snapshot_usage")
    for name in names:
        task = current_app.tasks[name]
        ring = lambda name=name: rung.append((name, tenancy.require().slug))  # noqa: E731
        monkeypatch.setattr(task, "apply_async", ring)
    suspend()
    for name in names:
        with tenancy.public():
            dispatch.run(name)
    for name in names:
        assert (name, "borealis") in rung
        assert ((name, "acme") in rung) is (name != "infra.snapshot_usage")
