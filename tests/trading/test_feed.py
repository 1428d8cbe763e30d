"""`atrium feed` reads every broker's servers, survives them, and adds nothing twice. Real processes, real rows."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from atrium.kernel import tenancy
from atrium.kernel.tenancy import Tenant
from infra.feed.watch import Watch
from tenants.connections.services import change_credentials, create_connection
from tenants.trading.models import BalanceOperation, Deal, DealChange, Server, Symbol, TradingAccount
from tenants.trading.services import create_server, record_deals, run_balance_operation, sweep
from tests.simulators.mt5.process import ROOT, Mt5Process
from tests.trading.floor import (
    Floor,
    clara,
    deal,
    events,
    furnish,
    make_due,
    on_server,
    open_live,
    until,
    usd,
)

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def acme_floor(mt5: Mt5Process, committed: None, acme: Tenant) -> Iterator[Floor]:
    with tenancy.entered(acme):
        yield furnish(mt5)


@contextmanager
def feeding() -> Iterator[Watch]:
    watch = Watch()
    thread = threading.Thread(target=watch.run)
    thread.start()
    try:
        yield watch
    finally:
        watch.end()
        thread.join(timeout=30)
        assert not thread.is_alive()


def trade(floor: Floor, account: TradingAccount, lots: str = "0.25") -> int:
    ticket = floor.process.tell(
        "/trade",
        login=account.login,
        symbol="EURUSD",
        side="buy",
        lots=lots,
        open_price="1.10000",
        close_price="1.10250",
        hold_seconds=3600,
    )["deal"]
    return int(ticket)


def stored(ticket: int) -> bool:
    return Deal.objects.filter(ticket=ticket).exists()


def test_a_deal_on_the_server_is_a_row_with_its_opening(acme_floor: Floor) -> None:
    account = open_live(acme_floor, clara())
    with feeding():
        until(lambda: Server.objects.get().state == "online")
        ticket = trade(acme_floor, account)
        until(lambda: stored(ticket))
    row = Deal.objects.get(ticket=ticket)
    assert (row.account, row.profit, row.closed_lots) == (account, Decimal("62.50"), Decimal("0.25"))
    assert row.opened_at is not None
    assert row.time - row.opened_at == timedelta(hours=1)
    assert Symbol.objects.get(symbol="EURUSD").pip_size == Decimal("0.0001")
    server = Server.objects.get()
    assert server.cursor
    assert server.last_error == ""


def test_reading_again_adds_nothing_and_loses_nothing(acme_floor: Floor) -> None:
    account = open_live(acme_floor, clara())
    first = trade(acme_floor, account)
    with feeding():
        until(lambda: stored(first))
    count, recorded = Deal.objects.count(), len(events("deals.recorded"))
    missed = trade(acme_floor, account)
    with feeding():
        until(lambda: stored(missed))
    assert Deal.objects.count() == count + 2
    assert len(events("deals.recorded")) == recorded + 1
    assert not DealChange.objects.exists()


def test_a_position_that_began_before_our_first_reading_is_explained(acme_floor: Floor) -> None:
    account = open_live(acme_floor, clara())
    ticket = trade(acme_floor, account)
    # As if the feed had begun a minute ago: the opening, an hour old, is before its cursor.
    recently = str(int(datetime.now(UTC).timestamp()) - 60)
    Server.objects.update(cursor=recently, night_read_at=datetime.now(UTC))
    with feeding():
        until(lambda: stored(ticket))
    assert Deal.objects.get(ticket=ticket).opened_at is not None


def test_a_deal_changed_on_the_server_is_seen(acme_floor: Floor) -> None:
    account = open_live(acme_floor, clara())
    ticket = trade(acme_floor, account)
    with feeding():
        until(lambda: stored(ticket))
        acme_floor.process.tell("/modify", ticket=ticket, profit="60.00")
        until(lambda: DealChange.objects.filter(deal__ticket=ticket).exists())
    assert Deal.objects.get(ticket=ticket).profit == Decimal("62.50")


def test_two_brokers_are_fed_and_a_new_server_is_noticed(
    acme_floor: Floor, mt5: Mt5Process, borealis: Tenant
) -> None:
    account = open_live(acme_floor, clara())
    ours = mt5.tell("/brokers", name="borealis", currency="EUR")
    with feeding():
        until(lambda: Server.objects.get().state == "online")
        with tenancy.entered(borealis):
            own = {"login": str(ours["login"]), "password": ours["password"], "groups": ours["groups"]}
            floor = furnish(mt5, currency="EUR", **own)
            until(lambda: Server.objects.get().state == "online")
        ticket = trade(acme_floor, account)
        until(lambda: stored(ticket))
    with tenancy.entered(borealis):
        assert Server.objects.get() == floor.server
        assert not Deal.objects.filter(ticket=ticket).exists()


def test_a_wrong_password_is_on_the_servers_row_until_it_is_put_right(acme_floor: Floor) -> None:
    change_credentials(connection_id=acme_floor.connection.id, credentials={"password": "Wrong#123"})
    with feeding():
        until(lambda: Server.objects.get().state == "refused")
        assert "Check login and API password of this connection" in Server.objects.get().last_error
        change_credentials(connection_id=acme_floor.connection.id, credentials={"password": "Manager#1"})
        until(lambda: Server.objects.get().state == "online")
    assert Server.objects.get().last_error == ""


def test_a_server_that_is_away_says_so_and_is_read_when_it_is_back(tmp_path: Path, acme: Tenant) -> None:
    process = Mt5Process(tmp_path).start()
    with tenancy.entered(acme):
        floor = furnish(process)
        account = open_live(floor, clara())
        with feeding():
            until(lambda: Server.objects.get().state == "online")
            process.kill()
            until(lambda: Server.objects.get().state == "unreachable")
            assert "cannot be reached" in Server.objects.get().last_error
            assert Server.objects.get().last_seen_at is not None
            process.start()
            ticket = trade(floor, account)
            until(lambda: stored(ticket), seconds=40)
    process.stop()


def test_one_bad_server_does_not_keep_another_from_being_read(acme_floor: Floor, mt5: Mt5Process) -> None:
    bad = create_connection(
        kind="trading", vendor="mt5", label="Bad", credentials=mt5.credentials(url="https://127.0.0.1:9")
    )
    create_server(code="bad", name="Bad", kind="live", connection_id=bad.id)
    account = open_live(acme_floor, clara())
    with feeding():
        ticket = trade(acme_floor, account)
        until(lambda: stored(ticket))
        until(lambda: Server.objects.get(code="bad").state != "new")
    assert Server.objects.get(code="bad").last_error
    assert Server.objects.get(code="mt5-live").last_error == ""


def test_the_command_runs_and_ends_cleanly(acme_floor: Floor) -> None:
    feed = subprocess.Popen(
        [sys.executable, "-m", "infra.cli", "feed"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
    )
    try:
        assert feed.stdout is not None
        assert feed.stdout.readline() == "Feed is running.\n"
        until(lambda: Server.objects.get().state == "online")
        feed.send_signal(signal.SIGTERM)
        assert feed.wait(timeout=30) == 0
        assert "Feed has stopped." in feed.stdout.read()
    finally:
        feed.kill()
        feed.wait()


def test_a_sender_killed_between_send_and_answer_leaves_exactly_one_deposit(acme_floor: Floor) -> None:
    account = open_live(acme_floor, clara())
    acme_floor.process.fault("delay_answer", seconds=60)
    sender = subprocess.Popen(
        [sys.executable, "-c", SENDER, str(account.id)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
    )
    until(
        lambda: on_server(acme_floor, account) == ["500.00"], seconds=90
    )  # a process that loads the product first
    sender.kill()
    sender.wait()
    operation = BalanceOperation.objects.get()
    assert operation.state == "sending"
    assert run_balance_operation(account=account, money=usd("500"), key="killed").state == "sending"
    make_due(operation)
    assert sweep() == 1
    operation.refresh_from_db()
    assert (operation.state, operation.sends) == ("confirmed", 1)
    assert on_server(acme_floor, account) == ["500.00"]


SENDER = """
import sys
import django
django.setup()
from atrium.brokers.selectors import tenant_by_slug
from atrium.kernel import tenancy
from atrium.kernel.money import Money
from tenants.trading.models import TradingAccount
from tenants.trading.services import run_balance_operation
with tenancy.entered(tenant_by_slug("acme")):
    account = TradingAccount.objects.select_related("server").get(id=sys.argv[1])
    run_balance_operation(account=account, money=Money.of("500", "USD"), key="killed")
"""


def test_an_account_and_its_deals_opened_and_stored_at_once_find_each_other(
    acme_floor: Floor, acme: Tenant
) -> None:
    """Twenty deals are stored while the account they belong to is being registered; none stays without it."""
    login = open_live(acme_floor, clara()).login + 1
    begin = threading.Barrier(2)

    def store() -> None:
        from django.db import connection

        with tenancy.entered(acme):
            begin.wait()
            for ticket in range(900_001, 900_021):
                record_deals(server=acme_floor.server, deals=[deal(ticket, login)])
            connection.close()

    thread = threading.Thread(target=store)
    thread.start()
    client = clara("carl@example.com")
    begin.wait()
    account = open_live(acme_floor, client, "open-2")
    thread.join()
    assert account.login == login
    assert Deal.objects.filter(login=login, account=account).count() == 20
