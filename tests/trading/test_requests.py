"""Accounts and leverage that a second person decides: carried out on the server once, with what was approved."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.kernel.errors import InvalidInput
from tenants.approvals import selectors as asked
from tenants.approvals import services as approvals
from tenants.approvals.models import Approval
from tenants.clients.models import Client
from tenants.outbox.models import Delivery
from tenants.staff.models import Member
from tenants.staff.services import add_member
from tenants.trading import services
from tenants.trading.models import Opening, TradingAccount
from tests.payments.shop import work_off
from tests.trading.floor import Floor, clara, open_live


@pytest.fixture
def client(floor: Floor) -> Client:
    return clara()


@pytest.fixture
def rita(floor: Floor) -> Member:
    return add_member(email="rita@acme.example", name="Rita", role="Administrator")


def wish(client: Client, account: TradingAccount, leverage: str) -> Approval:
    return services.request_leverage(
        client=client, account=account, leverage=leverage, reason="", by=client.user_id
    )


def approve(approval: Approval, by: Member) -> None:
    approvals.decide(approval_id=approval.id, by=by.user_id, outcome="approved")


def there(floor: Floor, account: TradingAccount) -> int:
    from tenants.trading.services.calling import calling

    with calling(floor.server) as adapter:
        return adapter.account(account.login).leverage


def again() -> None:
    Delivery.objects.update(state="waiting", attempt=0)
    work_off()


def test_leverage_changes_on_the_server_when_it_is_approved(
    floor: Floor, client: Client, rita: Member
) -> None:
    account = open_live(floor, client)
    approval = wish(client, account, "200")
    work_off()
    assert there(floor, account) == 100
    approve(approval, rita)
    assert work_off() == []
    account.refresh_from_db()
    assert (there(floor, account), account.leverage) == (200, 200)
    assert asked.approval(approval.id).applied is True


def test_what_the_reviewer_made_of_it_is_set(floor: Floor, client: Client, rita: Member) -> None:
    account = open_live(floor, client)
    approval = wish(client, account, "500")
    approvals.amend(approval_id=approval.id, by=rita.user_id, facts={"leverage": "50"}, note="Too much")
    approve(approval, rita)
    work_off()
    assert there(floor, account) == 50


def test_an_old_approval_told_again_does_not_undo_a_newer_one(
    floor: Floor, client: Client, rita: Member
) -> None:
    account = open_live(floor, client)
    for leverage in ("200", "300"):
        approve(wish(client, account, leverage), rita)
        work_off()
    again()
    assert there(floor, account) == 300


def test_two_approvals_carried_out_late_end_with_the_later(
    floor: Floor, client: Client, rita: Member
) -> None:
    account = open_live(floor, client)
    first = wish(client, account, "200")
    approve(first, rita)
    second = wish(client, account, "300")
    approve(second, rita)
    work_off()
    assert there(floor, account) == 300
    assert (asked.approval(first.id).applied, asked.approval(second.id).applied) == (False, True)


@pytest.mark.parametrize("leverage", ["100", "0", "many", "9999"])
def test_a_leverage_that_cannot_be_is_not_asked_for(floor: Floor, client: Client, leverage: str) -> None:
    account = open_live(floor, client)
    with pytest.raises(InvalidInput):
        wish(client, account, leverage)
    assert not Approval.objects.filter(kind="leverage").exists()


def test_an_account_opens_at_once_unless_the_broker_wants_to_be_asked(
    floor: Floor, client: Client, rita: Member
) -> None:
    opened = services.open_or_ask(client=client, product=floor.demo, key="page-1", by=client.user_id)
    assert not isinstance(opened, Approval)
    approvals.set_policy(
        kind="open_account", mode="when", condition={"field": "kind", "is": "live"}, by=rita.user
    )
    request: Any = services.open_or_ask(client=client, product=floor.live, key="page-2", by=client.user_id)
    assert isinstance(request, Approval)
    assert Opening.objects.filter(product=floor.live).count() == 0
    approve(request, rita)
    assert work_off() == []
    again()
    assert TradingAccount.objects.filter(client_id=client.id, kind="live").count() == 1
    assert asked.approval(request.id).applied is True


def test_a_transfer_above_the_brokers_amount_waits_and_is_moved_once(
    floor: Floor, client: Client, rita: Member
) -> None:
    from atrium.kernel.money import Money
    from tenants.ledger import addresses
    from tenants.ledger import services as ledger
    from tenants.ledger.types import Movement
    from tenants.wallets.models import Transfer
    from tenants.wallets.requests import move_or_ask

    account, usd = open_live(floor, client), Money.of("1000", "USD")
    wallet = addresses.client_wallet(client.number, "USD")
    ledger.post(movements=[Movement(addresses.bank("wire", "USD"), wallet, usd, "test")], key="give")
    approvals.set_policy(
        kind="transfer", mode="when", condition={"field": "amount", "at_least": "500"}, by=rita.user
    )

    def move(amount: str, key: str) -> Any:
        return move_or_ask(
            client=client, account_id=account.id, direction="to_account", money=Money.of(amount, "USD"), key=key,
            by=client.user_id,
        )  # fmt: skip

    assert isinstance(move("100", "page-1"), Transfer)
    request = move("600", "page-2")
    assert isinstance(request, Approval)
    assert Transfer.objects.count() == 1
    approve(request, rita)
    assert work_off() == []
    again()
    assert list(Transfer.objects.order_by("created_at").values_list("amount_minor", "state")) == [
        (10_000, "settled"),
        (60_000, "settled"),
    ]
    assert asked.approval(request.id).applied is True
    refused = move("900", "page-3")
    approve(refused, rita)
    work_off()
    assert Transfer.objects.count() == 2
    assert "available" in asked.approval(refused.id).result
