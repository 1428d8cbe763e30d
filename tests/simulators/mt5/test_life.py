"""The simulated server over time: it keeps what it promised, trades by itself, and hangs up on the silent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from infra.simulators.mt5.market import Market
from infra.simulators.mt5.server import matches
from tests.simulators.mt5.process import Mt5Process
from tests.simulators.mt5.test_wire import FOREVER, add_user, ask, connect, deposit, log_in


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Mt5Process]:
    process = Mt5Process(tmp_path).start()
    yield process
    process.stop()


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.05)


def test_what_was_answered_survives_a_kill(process: Mt5Process) -> None:
    with connect(process) as wire:
        log_in(wire)
        login = add_user(wire)
        ticket = deposit(wire, login, "500.00")["answer"]["Ticket"]
    trusted = process.ca_pem
    process.kill()
    process.start()
    assert process.ca_pem == trusted
    with connect(process) as wire:
        log_in(wire)
        assert ask(wire, "/api/user/account/get", login=login)["answer"]["Balance"] == "500.00"
        assert ask(wire, "/api/deal/get", ticket=ticket)["answer"]["Profit"] == "500.00"
        assert int(add_user(wire)) == int(login) + 1
        assert int(deposit(wire, login, "1.00")["answer"]["Ticket"]) == int(ticket) + 1


def test_a_term_signal_ends_it_cleanly(tmp_path: Path) -> None:
    assert Mt5Process(tmp_path).start().stop() == 0


def test_a_port_in_use_is_named(
    process: Mt5Process, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    second = Mt5Process(tmp_path / "second", port=process.port)
    with pytest.raises(AssertionError, match="did not start"):
        second.start()
    assert second.stop() == 1
    assert f"Port {process.port} or 0 is in use" in capfd.readouterr().err


def test_a_silent_connection_is_closed(tmp_path: Path) -> None:
    process = Mt5Process(tmp_path, ("--pace", "0", "--idle-seconds", "0.2")).start()
    with connect(process) as wire:
        log_in(wire)
        pool = wire._transport._pool  # type: ignore[attr-defined]
        until(lambda: all(connection.has_expired() for connection in pool.connections))
        assert ask(wire, "/api/test/access")["retcode"].startswith("8 ")  # a new connection, nobody logged in
    process.stop()


def test_accounts_with_money_trade_and_the_books_of_each_agree(process: Mt5Process) -> None:
    with connect(process) as wire:
        log_in(wire)
        rich, poor = add_user(wire), add_user(wire, group="demo\\eur")
        deposit(wire, rich, "10000.00")
        process.tell("/market", deals_per_second="100")
        until(lambda: int(process.ask("/status")["deals"]) > 60)
        process.tell("/market", running=False)
        deals = process.ask("/deals", login=rich)["deals"]
        booked = sum(Decimal(deal[name]) for deal in deals for name in ("Profit", "Commission", "Storage"))
        account = ask(wire, "/api/user/account/get", login=rich)["answer"]
        assert Decimal(account["Balance"]) == booked
        assert process.ask("/deals", login=poor)["deals"] == []


def test_every_close_follows_its_opening_and_closes_no_more_than_was_open(process: Mt5Process) -> None:
    with connect(process) as wire:
        log_in(wire)
        login = add_user(wire)
        deposit(wire, login, "50000.00")
        process.tell("/market", deals_per_second="100")
        until(lambda: int(process.ask("/status")["deals"]) > 60)
        process.tell("/market", running=False)
        trades = [deal for deal in process.ask("/deals", login=login)["deals"] if deal["Symbol"]]
        still_open = ask(wire, "/api/position/get", login=login)["answer"]
    volume: dict[str, int] = {}
    for deal in trades:
        sign = 1 if deal["Entry"] == "0" else -1
        volume[deal["PositionID"]] = volume.get(deal["PositionID"], 0) + sign * int(deal["Volume"])
        assert volume[deal["PositionID"]] >= 0
    assert {position["Position"]: int(position["Volume"]) for position in still_open} == {
        position: left for position, left in volume.items() if left
    }


def test_a_late_execution_comes_after_the_connection_broke(process: Mt5Process) -> None:
    with connect(process) as wire:
        log_in(wire)
        login = add_user(wire)
        process.fault("late", seconds=0.3)
        with pytest.raises(httpx.TransportError):
            deposit(wire, login, "7.00")
    until(lambda: len(process.ask("/deals", login=login)["deals"]) == 1)


def test_a_script_with_a_mistake_is_told_so(process: Mt5Process) -> None:
    with pytest.raises(AssertionError, match="no switch colour"):
        process.tell("/switch", colour="blue")
    with pytest.raises(AssertionError, match="KeyError"):
        process.tell("/trade", login=1, symbol="EURUSD", side="buy", lots="1")


def test_one_seed_gives_one_market() -> None:
    from random import Random

    def walk(seed: int) -> list[Decimal]:
        market = Market(Random(seed))
        for _ in range(100):
            market.step()
        return [market.rate("EUR", "USD"), market.rate("JPY", "EUR")]

    assert walk(1) == walk(1)
    assert walk(1) != walk(2)


@pytest.mark.parametrize(
    ("masks", "group", "hit"),
    [
        ("*", "real\\usd", True), ("real\\*", "real\\usd", True), ("real\\*", "demo\\usd", False),
        ("*,!real\\*", "real\\usd", False), ("demo\\*,real\\usd", "real\\usd", True), ("real", "real\\usd", False),
        ("REAL\\U*", "real\\usd", True),
    ],
)  # fmt: skip
def test_group_masks(masks: str, group: str, hit: bool) -> None:
    assert matches(masks, group) is hit


def test_all_deals_have_a_window(process: Mt5Process) -> None:
    with connect(process) as wire:
        log_in(wire)
        login = add_user(wire)
        deposit(wire, login, "1.00")
        assert ask(wire, "/api/deal/get_batch", login=login)["retcode"].startswith("3 ")
        assert ask(wire, "/api/deal/get_batch", login=login, **{"from": 0, "to": 1})["answer"] == []
        assert len(ask(wire, "/api/deal/get_batch", login=login, **FOREVER)["answer"]) == 1
