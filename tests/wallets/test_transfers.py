"""Money between a wallet and a trading account moves exactly once, whatever becomes of the platform's answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Conflict, NotFound, Refused
from atrium.kernel.ids import new_id
from atrium.kernel.money import Money
from atrium.providers.trading.fake.world import Spite, World, forget, world
from tenants.clients.models import Client
from tenants.connections.services import create_connection
from tenants.ledger import services as ledger
from tenants.ledger.models import Movement as LedgerMovement
from tenants.ledger.refusals import InsufficientFunds
from tenants.ledger.types import Movement
from tenants.outbox.models import Event
from tenants.trading import services as trading
from tenants.trading.models import BalanceOperation, TradingAccount
from tenants.wallets import selectors, services
from tenants.wallets.models import Transfer
from tests.payments.shop import assert_books_balance, clara, work_off

USD_300 = Money(30_000, "USD")
NOTHING = Decimal(0)
WALLET = "client:1:wallet:USD"


class Desk:
    """Clara with 500 USD in her wallet and a live account on a trading server in memory."""

    def __init__(self, name: str) -> None:
        self.client: Client = clara()
        self.world: World = world(name)
        ledger.post(
            movements=[Movement("psp:stripe:USD", WALLET, Money(50_000, "USD"), "deposit.settled")],
            key="fund",
        )
        connection = create_connection(kind="trading", vendor="fake", label="", credentials={"world": name})
        server = trading.create_server(
            code="fake-live", name="Live", kind="both", connection_id=connection.id, quiet_seconds=0
        )
        self.product = {
            kind: trading.create_product(
                code=kind, name=kind, kind=kind, server=server, group=group, currency="USD"
            )
            for kind, group in (("live", "real\\usd"), ("demo", "demo\\usd"))
        }
        self.account = self.open("live")

    def open(self, kind: str) -> TradingAccount:
        return trading.open_trading_account(client=self.client, product=self.product[kind], key=kind).account

    def move(self, money: Money = USD_300, key: str = "page-1") -> Transfer:
        return services.transfer_to_account(
            client_id=self.client.id, account_id=self.account.id, money=money, key=key
        )

    def take(self, money: Money = USD_300, key: str = "back-1") -> Transfer:
        return services.transfer_to_wallet(
            client_id=self.client.id, account_id=self.account.id, money=money, key=key
        )

    @property
    def on_platform(self) -> Decimal:
        return self.world.accounts[self.account.login].balance

    @property
    def wallet(self) -> tuple[int, int]:
        """Posted and available."""
        balance = selectors.wallet(self.client.number, "USD")
        return balance.posted.amount_minor, balance.available.amount_minor

    def resolve(self, transfer: Transfer) -> Transfer:
        """What trading's sweep does when the quiet time is over, and what follows from it."""
        BalanceOperation.objects.filter(id=transfer.operation_id).update(look_at=clock.now())
        trading.resolve_unknown(operation_id=transfer.operation_id)
        work_off()
        transfer.refresh_from_db()
        return transfer


@pytest.fixture
def desk(in_acme: tenancy.Tenant) -> Iterator[Desk]:
    name = f"world-{uuid.uuid4()}"
    yield Desk(name)
    forget(name)


def test_a_transfer_is_on_the_platform_and_off_the_wallet(desk: Desk) -> None:
    transfer = desk.move()
    assert (transfer.state, desk.on_platform) == ("settled", Decimal("300.00"))
    assert desk.wallet == (20_000, 20_000)
    assert Event.objects.filter(kind="transfer.settled").count() == 1
    assert_books_balance()


def test_the_way_back_is_posted_once_the_platform_has_confirmed(desk: Desk) -> None:
    desk.move()
    transfer = desk.take(Money(10_000, "USD"))
    assert (transfer.state, desk.on_platform, desk.wallet) == ("settled", Decimal("200.00"), (30_000, 30_000))
    assert_books_balance()


def test_a_double_click_moves_it_once(desk: Desk) -> None:
    assert desk.move().id == desk.move().id
    assert (desk.on_platform, desk.wallet) == (Decimal("300.00"), (20_000, 20_000))
    with pytest.raises(Conflict):
        desk.move(Money(100, "USD"))


def test_what_the_platform_refuses_is_free_again(desk: Desk) -> None:
    desk.world.spites.append(Spite.REFUSE)
    transfer = desk.move()
    assert (transfer.state, desk.on_platform, desk.wallet) == ("refused", NOTHING, (50_000, 50_000))
    assert "rejected" in transfer.reason
    assert_books_balance()


@pytest.mark.parametrize(("spite", "found_at_once"), [(Spite.LOSE_ANSWER, True), (Spite.LOSE_REQUEST, False)])
def test_a_lost_answer_keeps_it_held_and_it_is_moved_once(
    desk: Desk, spite: Spite, found_at_once: bool
) -> None:
    desk.world.spites.append(spite)
    transfer = desk.move()
    assert (transfer.state, desk.wallet) == ("moving", (50_000, 20_000))
    assert (desk.on_platform == Decimal("300.00")) is found_at_once
    assert desk.resolve(transfer).state == "settled"
    assert (desk.on_platform, desk.wallet) == (Decimal("300.00"), (20_000, 20_000))
    assert_books_balance()


@pytest.mark.parametrize("spite", [Spite.LOSE_ANSWER, Spite.LOSE_REQUEST])
def test_a_lost_answer_on_the_way_back_credits_the_wallet_once(desk: Desk, spite: Spite) -> None:
    desk.move()
    desk.world.spites.append(spite)
    transfer = desk.take()
    assert (transfer.state, desk.wallet) == ("moving", (20_000, 20_000))
    assert desk.resolve(transfer).state == "settled"
    assert (desk.on_platform, desk.wallet) == (NOTHING, (50_000, 50_000))
    assert_books_balance()


def test_while_it_is_unknown_the_money_cannot_be_spent_again(desk: Desk) -> None:
    desk.world.spites.append(Spite.LOSE_ANSWER)
    desk.move()
    with pytest.raises(InsufficientFunds, match="Only 200.00 USD is available"):
        desk.move(USD_300, key="page-2")
    assert Transfer.objects.count() == 1


def test_what_a_person_must_look_at_stays_held_until_they_have(desk: Desk) -> None:
    desk.world.spites.append(Spite.LOSE_ANSWER)
    transfer = desk.move()
    deal = max(desk.world.deals)
    desk.world.keep(replace(desk.world.deals[deal], profit=Decimal("299.00")))
    assert desk.resolve(transfer).state == "manual"
    assert desk.wallet == (50_000, 20_000)
    trading.settle_by_hand(operation_id=transfer.operation_id, ticket=deal)
    work_off()
    transfer.refresh_from_db()
    assert (transfer.state, desk.wallet) == ("settled", (20_000, 20_000))
    assert_books_balance()


def test_the_sweep_finds_an_end_that_nobody_told(desk: Desk) -> None:
    desk.world.spites.append(Spite.LOSE_ANSWER)
    transfer = desk.move()
    BalanceOperation.objects.filter(id=transfer.operation_id).update(look_at=clock.now())
    trading.resolve_unknown(operation_id=transfer.operation_id)
    Transfer.objects.update(created_at="2026-01-01T00:00:00Z")
    assert services.sweep() == 1
    transfer.refresh_from_db()
    assert transfer.state == "settled"
    services.finish_transfer(transfer_id=transfer.id)
    assert desk.wallet == (20_000, 20_000)


def test_more_than_the_wallet_holds_is_refused_and_nothing_is_sent(desk: Desk) -> None:
    with pytest.raises(InsufficientFunds):
        desk.move(Money(50_001, "USD"))
    assert (Transfer.objects.count(), BalanceOperation.objects.count(), desk.on_platform) == (0, 0, NOTHING)


def test_the_platform_has_the_last_word_on_the_way_back(desk: Desk) -> None:
    transfer = desk.take()
    assert (transfer.state, desk.wallet) == ("refused", (50_000, 50_000))
    assert not LedgerMovement.objects.filter(kind="transfer.to_wallet").exists()


@pytest.mark.parametrize(
    ("money", "says"), [(Money(0, "USD"), "more than zero"), (Money(-1, "USD"), "more than zero")]
)
def test_nothing_and_less_cannot_be_moved(desk: Desk, money: Money, says: str) -> None:
    with pytest.raises(Refused, match=says):
        desk.move(money)


def test_another_currency_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="account is in USD"):
        desk.move(Money(100, "EUR"))


def test_a_demo_account_takes_no_real_money(desk: Desk) -> None:
    demo = desk.open("demo")
    with pytest.raises(Refused, match="play money"):
        services.transfer_to_account(
            client_id=desk.client.id, account_id=demo.id, money=USD_300, key="page-1"
        )


def test_a_strangers_account_does_not_exist(desk: Desk) -> None:
    TradingAccount.objects.update(client_id=new_id())
    with pytest.raises(NotFound):
        desk.move()
    assert desk.on_platform == 0
