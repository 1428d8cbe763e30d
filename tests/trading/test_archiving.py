"""An account is archived when it is empty, and only then; its client is closed with the last live one, and comes back."""

from __future__ import annotations

from typing import Any

import pytest

from atrium.kernel.errors import Refused
from tenants.clients.models import Client
from tenants.staff.services import add_member
from tenants.trading import services
from tenants.trading.models import BalanceOperation, TradingAccount
from tenants.trading.services.calling import calling
from tests.payments.shop import work_off
from tests.trading.floor import Floor, clara, open_live, usd


@pytest.fixture
def client(floor: Floor) -> Client:
    return clara()


def rights(floor: Floor, account: TradingAccount) -> tuple[bool, bool]:
    with calling(floor.server) as adapter:
        there = adapter.account(account.login)
    return there.enabled, there.trading_enabled


def status(client: Client) -> str:
    work_off()
    client.lead.refresh_from_db()
    return client.lead.status


def archive(account: TradingAccount) -> TradingAccount:
    services.archive_account(account_id=account.id, because="Asked for it")
    account.refresh_from_db()
    return account


def test_the_last_live_account_closes_the_client_and_a_restored_one_opens_them(
    floor: Floor, client: Client
) -> None:
    first, second = (open_live(floor, client, f"open-{n}") for n in (1, 2))
    assert status(client) == "live"
    assert (archive(first).status, rights(floor, first)) == ("archived", (False, False))
    assert status(client) == "live"
    archive(second)
    assert status(client) == "closed"
    services.restore_account(account_id=first.id, because="Changed their mind")
    assert (rights(floor, first), status(client)) == ((True, True), "live")
    assert TradingAccount.objects.get(id=second.id).status == "archived"


def test_money_on_it_or_on_its_way_keeps_it_open(floor: Floor, client: Client) -> None:
    account = open_live(floor, client)
    operation = services.begin_balance_operation(account=account, money=usd("25"), key="in")
    with pytest.raises(Refused, match="Money is on its way"):
        archive(account)
    services.run_balance_operation(account=account, money=usd("25"), key="in")
    assert BalanceOperation.objects.get(id=operation.id).state == "confirmed"
    with pytest.raises(Refused, match=r"25(\.00)? USD on this account"):
        archive(account)
    account.refresh_from_db()
    assert (account.status, rights(floor, account), status(client)) == ("open", (True, True), "live")


def test_a_server_that_cannot_be_asked_archives_nothing(floor: Floor, client: Client) -> None:
    account = open_live(floor, client)
    floor.process.fault("retcode", code=12, path="/api/user/update", times=9)
    with pytest.raises(Refused, match="not archived for certain"):
        archive(account)
    account.refresh_from_db()
    assert (account.status, status(client)) == ("open", "live")


def test_staff_archive_on_the_card_and_only_whom_they_reach(
    floor: Floor, client: Client, acme: Any, browse: Any
) -> None:
    account = open_live(floor, client)
    boss = browse(acme, "staff", add_member(email="b@acme.example", name="Bo", role="Administrator").user)
    page = boss.get(f"/clients/{client.id}/accounts/").content.decode()
    assert f"/accounts/{account.id}/archive/" in page
    assert boss.post(f"/accounts/{account.id}/archive/", {"reason": ""}).status_code == 422
    assert boss.post(f"/accounts/{account.id}/archive/", {"reason": "Left us"}).status_code == 302
    again = boss.post(f"/accounts/{account.id}/archive/", {"reason": "Left us"})
    assert (again.status_code, "archived already" in again.content.decode()) == (422, True)
    sales = browse(acme, "staff", add_member(email="s@acme.example", name="Sid", role="Sales").user)
    assert sales.post(f"/accounts/{account.id}/restore/", {"reason": "Mine"}).status_code == 404
    assert TradingAccount.objects.get(id=account.id).status == "archived"
