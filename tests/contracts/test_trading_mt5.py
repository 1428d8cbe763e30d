"""What is particular to MetaTrader 5: the handshake, the one connection, the units, and its open questions."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from atrium.providers import http
from atrium.providers.errors import NeverAgain, OutcomeUnknown, TryAgain
from atrium.providers.http import AnswerTooLong
from atrium.providers.trading import registry
from atrium.providers.trading.contract import AccountSpec, Action, BalanceKind, Deal, Entry, TradingAdapter
from atrium.providers.trading.mt5 import payloads, retcodes, signature
from atrium.providers.trading.mt5.adapter import Mt5Adapter
from atrium.providers.trading.mt5.client import Client
from atrium.providers.trading.mt5.manifest import MANIFEST, read_credentials
from tests.contracts.replay import Replay
from tests.simulators.mt5.process import Mt5Process, allow

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TOMORROW = timedelta(days=1)
CLOSED_PORT = 9


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mt5Process]:
    process = Mt5Process(tmp_path_factory.mktemp("mt5"), ("--pace", "0", "--idle-seconds", "1")).start()
    yield process
    process.stop()


@pytest.fixture
def adapter(process: Mt5Process) -> Iterator[TradingAdapter]:
    process.forget("/fault")
    adapter = registry.open_adapter("mt5", process.credentials())
    yield adapter
    adapter.close()


@pytest.fixture
def switch(process: Mt5Process) -> Iterator[Callable[..., None]]:
    turned: dict[str, Any] = {}
    usual = {
        "update_replaces": False, "plain_numbers": False, "failure_status": 200, "fee_field": False,
        "single_without_list": False, "time_offset_seconds": 0, "page_over_limit_fails": False,
    }  # fmt: skip

    def turn(**values: Any) -> None:
        turned.update(values)
        process.tell("/switch", **values)

    yield turn
    process.tell("/switch", **{name: usual[name] for name in turned})


def open_account(adapter: TradingAdapter, reference: str = "") -> int:
    return adapter.create_account(
        AccountSpec(reference, "real\\usd", "Clara", 100, "Main#12345", "Look#12345")
    )


def deposit(adapter: TradingAdapter, login: int, reference: str) -> int:
    return adapter.balance_operation(
        login=login, kind=BalanceKind.BALANCE, amount=Decimal("10.00"), reference=reference
    )


def balance(process: Mt5Process, login: int) -> list[str]:
    return [deal["Profit"] for deal in process.ask("/deals", login=login)["deals"]]


def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.02)


# The vendor's own example of the handshake.
PASSWORD_HASH = "904ba8ecb16273d2f0ae9c3b8a023752"


@pytest.mark.parametrize(
    ("challenge", "answer"),
    [
        ("73007dc7184747ce0f7c98516ef1c851", "77fe51827f7fa69dd80fbec9aa33f1bb"),
        ("4db98fec17aab4dc5a240bdc659e8395", "1732021b1b332f51660b2b315eed3a35"),
    ],
)
def test_the_answer_to_a_challenge_is_the_documented_one(challenge: str, answer: str) -> None:
    hashed = signature.password_hash("Password1")
    assert hashed.hex() == PASSWORD_HASH
    assert signature.answer(hashed, challenge) == answer
    assert signature.is_answer(hashed, challenge, answer.upper())
    assert not signature.is_answer(hashed, challenge, answer[:-1] + "0")
    assert not signature.is_answer(hashed, challenge, "")


def test_a_wrong_password_says_so_and_sends_nothing_more(process: Mt5Process) -> None:
    adapter = registry.open_adapter("mt5", process.credentials(password="Wrong#123"))
    with pytest.raises(NeverAgain, match="login and API password of this connection"):
        adapter.ping()


def test_a_server_that_does_not_know_the_password_is_left(tmp_path: Path) -> None:
    impostor = Replay([], tmp_path / "ca").start()
    adapter = registry.open_adapter("mt5", {**impostor.credentials(), "password": "Another#1"})
    with pytest.raises(NeverAgain, match="could not prove that it knows"):
        adapter.ping()
    impostor.stop()


def test_an_unreachable_server_is_named_and_may_be_tried_again(process: Mt5Process) -> None:
    allow(f"127.0.0.1:{CLOSED_PORT}")
    adapter = registry.open_adapter("mt5", process.credentials(url=f"https://mt5.localhost:{CLOSED_PORT}"))
    with pytest.raises(TryAgain, match=r"https://mt5\.localhost:9 cannot be reached"):
        deposit(adapter, 1, "Tunreachable")


def test_a_certificate_of_an_unknown_authority_is_named_as_such(process: Mt5Process) -> None:
    adapter = registry.open_adapter("mt5", process.credentials(ca_pem=""))
    with pytest.raises(NeverAgain, match="is not trusted"):
        adapter.ping()


def test_missing_and_wrong_fields_of_a_connection_are_named() -> None:
    with pytest.raises(NeverAgain, match="Missing: Manager login, API password"):
        read_credentials({"url": "https://mt5.example.com"})
    with pytest.raises(NeverAgain, match="no Web API address"):
        read_credentials({"url": "http://mt5.example.com", "login": "1", "password": "x"})
    with pytest.raises(NeverAgain, match="whole number"):
        read_credentials({"url": "https://mt5.example.com", "login": "one", "password": "x"})
    assert "secret-word" not in repr(
        read_credentials({"url": "https://mt5.example.com", "login": "1", "password": "secret-word"})
    )


def test_the_registry_knows_its_vendors_and_names_them() -> None:
    assert registry.manifest("mt5") is MANIFEST
    with pytest.raises(NeverAgain, match="no trading platform “mt9”. Known: fake, mt5"):
        registry.open_adapter("mt9", {})


def test_all_requests_of_an_adapter_share_one_login(process: Mt5Process, adapter: TradingAdapter) -> None:
    before = process.ask("/status")["authenticated"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: adapter.server_time(), range(40)))
    assert process.ask("/status")["authenticated"] == before + 1


def test_a_lost_connection_is_replaced_and_logged_in_anew(
    process: Mt5Process, adapter: TradingAdapter
) -> None:
    adapter.ping()
    before = process.ask("/status")["authenticated"]
    process.tell("/disconnect")
    adapter.ping()
    assert process.ask("/status")["authenticated"] == before + 1


def test_a_deposit_over_a_connection_found_closed_is_made_once(
    process: Mt5Process, adapter: TradingAdapter
) -> None:
    login = open_account(adapter)
    process.tell("/disconnect")
    until(lambda: _tries(adapter, login))
    assert balance(process, login) == ["10.00"]


def _tries(adapter: TradingAdapter, login: int) -> bool:
    """Whether the broken connection had been noticed before sending is a race; a doubtful outcome is looked up."""
    try:
        deposit(adapter, login, "Tclosedconn1")
    except OutcomeUnknown:
        return bool(adapter.find_balance_operations(login=login, reference="Tclosedconn1", since=LONG_AGO))
    return True


def test_an_idle_connection_is_kept_open_by_pings(process: Mt5Process) -> None:
    given = read_credentials(process.credentials())
    client = Client(
        url=given.url, login=given.login, password=given.password, ca_pem=given.ca_pem, ping_after_seconds=0.2
    )
    client.ping()
    before = process.ask("/status")["authenticated"]
    process.forget("/transcript")
    # The server hangs up after one idle second; six pings later that second is well over.
    until(lambda: len(process.ask("/transcript")["exchanges"]) >= 8)
    client.ping()
    assert process.ask("/status")["authenticated"] == before
    client.close()


def test_a_late_answer_is_not_taken_for_the_next_one(process: Mt5Process) -> None:
    adapter = Mt5Adapter(read_credentials(process.credentials()), timeout_seconds=0.5)
    login = open_account(adapter)
    process.fault("delay_answer", seconds=1.5)
    with pytest.raises(OutcomeUnknown):
        deposit(adapter, login, "Tlateanswer1")
    assert adapter.account(login).login == login
    (deal,) = adapter.find_balance_operations(login=login, reference="Tlateanswer1", since=LONG_AGO)
    assert deal.profit == Decimal("10.00")
    adapter.close()


def test_an_unreadable_answer_to_a_deposit_is_an_unknown_outcome(
    process: Mt5Process, adapter: TradingAdapter
) -> None:
    login = open_account(adapter)
    process.fault("garbage")
    with pytest.raises(OutcomeUnknown, match="HTTP 502"):
        deposit(adapter, login, "Tgarbage0001")
    assert len(adapter.find_balance_operations(login=login, reference="Tgarbage0001", since=LONG_AGO)) == 1


def test_an_account_whose_answer_was_lost_is_found(process: Mt5Process, adapter: TradingAdapter) -> None:
    process.fault("lose_answer", path="/api/user/add")
    with pytest.raises(OutcomeUnknown):
        open_account(adapter, "Tlostaccount")
    assert adapter.find_account("Tlostaccount") is not None


def test_a_question_survives_one_broken_connection(process: Mt5Process, adapter: TradingAdapter) -> None:
    process.fault("lose_answer", path="/api/group/get")
    assert adapter.groups()
    process.fault("lose_answer", path="/api/group/get", times=2)
    with pytest.raises(TryAgain, match="broke the connection twice"):
        adapter.groups()


@pytest.mark.parametrize("code", [2, 7, 9, 10])
def test_codes_that_leave_open_what_was_done_are_unknown_for_changes_only(code: int) -> None:
    assert isinstance(retcodes.failure(code, "x", changes=True), OutcomeUnknown)
    assert not isinstance(retcodes.failure(code, "x", changes=False), OutcomeUnknown)


@pytest.mark.parametrize("in_one_answer", [0, 1000])
def test_more_than_a_page_of_deals_is_read_completely(
    in_one_answer: int, process: Mt5Process, adapter: TradingAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("atrium.providers.trading.mt5.adapter._SMALL", in_one_answer)
    login = open_account(adapter)
    for _ in range(60):
        process.tell("/trade", login=login, symbol="EURUSD", side="buy", lots="0.01")
    deals = adapter.deals_of(login, since=LONG_AGO, until=datetime.now(UTC) + TOMORROW)
    assert len({deal.ticket for deal in deals}) == len(deals) == 120


def test_an_answer_that_is_too_long_is_asked_for_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = Mt5Process(tmp_path).start()
    adapter = registry.open_adapter("mt5", process.credentials())
    login = open_account(adapter)
    for _ in range(3):
        process.tell("/trade", login=login, symbol="EURUSD", side="buy", lots="0.01", hold_seconds=3600)
    whole = [deal.ticket for deal in adapter.deals("", overlap_seconds=0).deals]
    monkeypatch.setattr(
        http, "MAX_ANSWER_BYTES", 4000
    )  # about four deals; three fall into each of two seconds
    with pytest.raises(AnswerTooLong):
        adapter.deals_of(login, since=LONG_AGO, until=datetime.now(UTC) + TOMORROW)
    assert [deal.ticket for deal in adapter.deals("", overlap_seconds=0).deals] == whole
    assert len(whole) == 6
    process.stop()


def test_a_reference_that_the_comment_would_cut_is_not_sent(
    process: Mt5Process, adapter: TradingAdapter
) -> None:
    login = open_account(adapter)
    with pytest.raises(NeverAgain, match="does not fit"):
        deposit(adapter, login, "T" * 32)
    assert balance(process, login) == []


def test_a_deal_changed_or_cancelled_later_shows_by_its_digest(
    process: Mt5Process, adapter: TradingAdapter
) -> None:
    login = open_account(adapter)
    ticket = process.tell("/trade", login=login, symbol="EURUSD", side="buy", lots="0.01")["deal"]

    def read() -> Deal:
        return next(deal for deal in adapter.deals("", overlap_seconds=0).deals if deal.ticket == ticket)

    first = read()
    process.tell("/modify", ticket=ticket, profit="1.23")
    changed = read()
    assert (changed.profit, changed.digest == first.digest) == (Decimal("1.23"), False)
    process.tell("/cancel", ticket=ticket)
    assert read().action is Action.SELL_CANCELLED


# Both positions of every switch for what no source settles.


@pytest.mark.parametrize("replaces", [False, True])
def test_an_update_keeps_the_rest_whether_the_server_merges_or_replaces(
    replaces: bool, adapter: TradingAdapter, switch: Callable[..., None]
) -> None:
    switch(update_replaces=replaces)
    login = open_account(adapter, f"Treplaces{replaces}")
    adapter.set_leverage(login, 50)
    state = adapter.account(login)
    assert (state.leverage, state.name, state.reference) == (50, "Clara", f"Treplaces{replaces}")
    assert state.trading_enabled


@pytest.mark.parametrize(
    "position",
    [
        {"failure_status": 400}, {"failure_status": 500}, {"plain_numbers": True}, {"fee_field": True},
        {"single_without_list": True}, {"page_over_limit_fails": True}, {"time_offset_seconds": 0},
    ],
)  # fmt: skip
def test_the_day_goes_well_in_every_position_of_a_switch(
    position: dict[str, Any], process: Mt5Process, adapter: TradingAdapter, switch: Callable[..., None]
) -> None:
    switch(**position)
    login = open_account(adapter)
    ticket = deposit(adapter, login, "Tswitch00001")
    with pytest.raises(NeverAgain, match="10019"):
        adapter.balance_operation(
            login=login, kind=BalanceKind.BALANCE, amount=Decimal(-11), reference="Tswitch00002"
        )
    found = adapter.find_balance_operations(login=login, reference="Tswitch00001", since=LONG_AGO)
    assert [deal.ticket for deal in found] == [ticket]
    assert adapter.account(login).balance == Decimal("10.00")


def test_a_server_clock_in_another_zone_is_put_right(
    process: Mt5Process, adapter: TradingAdapter, switch: Callable[..., None]
) -> None:
    switch(time_offset_seconds=7200)
    ahead = registry.open_adapter("mt5", process.credentials(time_offset_seconds="7200"))
    login = open_account(ahead)
    since = datetime.now(UTC) - timedelta(seconds=5)
    deposit(ahead, login, "Toffset00001")
    (deal,) = ahead.find_balance_operations(login=login, reference="Toffset00001", since=since)
    assert since <= deal.time <= datetime.now(UTC)
    assert abs(ahead.server_time() - datetime.now(UTC)) < timedelta(seconds=5)
    ahead.close()


def test_the_documented_deal_reads_as_documented() -> None:
    deal = payloads.deal(DOCUMENTED_DEAL)
    assert (deal.ticket, deal.login, deal.position_id) == (136700, 954402, 136640)
    assert (deal.action, deal.entry, deal.symbol) == (Action.SELL, Entry.OUT, "EURUSD")
    assert deal.lots == deal.closed_lots == Decimal("0.25")
    assert (deal.profit, deal.swap, deal.commission) == (Decimal("62.50"), Decimal("-1.20"), Decimal("-1.75"))
    assert deal.lots * deal.contract_size * (deal.price - deal.position_price) == deal.profit
    assert deal.time == datetime(2026, 1, 1, 10, 0, 0, 123000, tzinfo=UTC)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "ten", ""])
def test_a_number_that_is_none_is_not_guessed(value: str) -> None:
    with pytest.raises(TryAgain, match="Profit"):
        payloads.deal({**DOCUMENTED_DEAL, "Profit": value})


def test_small_lots_are_read_from_the_extended_volume() -> None:
    deal = payloads.deal({**DOCUMENTED_DEAL, "Volume": "0", "VolumeExt": "1000", "VolumeClosedExt": "1000"})
    assert deal.lots == Decimal("0.00001")
    old = payloads.deal({**DOCUMENTED_DEAL, "VolumeExt": "0", "VolumeClosed": "0", "VolumeClosedExt": "0"})
    assert old.lots == old.closed_lots == Decimal("0.25")


DOCUMENTED_DEAL = {
    "Deal": "136700", "ExternalID": "", "Login": "954402", "Dealer": "0", "Order": "136699", "Action": "1",
    "Entry": "1", "Reason": "0", "Digits": "5", "DigitsCurrency": "2", "ContractSize": "100000.00",
    "Time": "1767261600", "TimeMsc": "1767261600123", "Symbol": "EURUSD", "Price": "1.10250",
    "PriceSL": "0.00000", "PriceTP": "0.00000", "Volume": "2500", "VolumeExt": "25000000",
    "VolumeClosed": "2500", "VolumeClosedExt": "25000000", "Profit": "62.50", "Storage": "-1.20",
    "Commission": "-1.75", "RateProfit": "1.00000000", "RateMargin": "1.10250000", "ExpertID": "0",
    "PositionID": "136640", "Comment": "", "ProfitRaw": "62.50", "PricePosition": "1.10000",
    "TickValue": "0.00", "TickSize": "0.00", "Flags": "0", "Gateway": "", "PriceGateway": "0.00000",
    "ModifyFlags": "0",
}  # fmt: skip
