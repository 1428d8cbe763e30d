"""What every trading platform promises us. Run with ATRIUM_RECORD=1 to record the simulator's answers anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from atrium.providers.errors import NeverAgain, OutcomeUnknown, TryAgain
from atrium.providers.trading.contract import (
    AccountSpec,
    Action,
    BalanceKind,
    Deal,
    Entry,
    GroupInfo,
    Online,
    TradingAdapter,
)
from tests.contracts.trading_sides import EURO, LIVE, RECORDING, FakeSide, RecordedSide, Side, SimulatorSide
from tests.simulators.mt5.process import Mt5Process

ZERO = Decimal(0)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mt5Process]:
    process = Mt5Process(tmp_path_factory.mktemp("mt5")).start()
    yield process
    process.stop()


@pytest.fixture(params=["simulator"] if RECORDING else ["fake", "simulator", "recorded"])
def side(
    request: pytest.FixtureRequest, process: Mt5Process, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Side]:
    test = request.function.__name__.removeprefix("test_")
    side = make_side(request.param, test, process, tmp_path_factory.getbasetemp() / "recorded")
    yield side
    side.close()


def make_side(kind: str, test: str, process: Mt5Process, folder: Path) -> Side:
    if kind == "fake":
        return FakeSide(test)
    return SimulatorSide(process, test) if kind == "simulator" else RecordedSide(test, folder)


@pytest.fixture
def adapter(side: Side) -> TradingAdapter:
    return side.adapter


def open_account(adapter: TradingAdapter, reference: str = "", group: str = LIVE) -> int:
    spec = AccountSpec(
        reference, group, "Clara Client", 100, "Main#12345", "Look#12345", email="clara@example.com"
    )
    return adapter.create_account(spec)


def deposit(adapter: TradingAdapter, login: int, reference: str, amount: str = "500.00") -> int:
    return adapter.balance_operation(
        login=login, kind=BalanceKind.BALANCE, amount=Decimal(amount), reference=reference
    )


def found(adapter: TradingAdapter, login: int, reference: str) -> list[Deal]:
    return list(adapter.find_balance_operations(login=login, reference=reference, since=LONG_AGO))


def test_the_server_is_there_and_knows_the_time(adapter: TradingAdapter) -> None:
    adapter.ping()
    assert adapter.server_time() > LONG_AGO


def test_groups_and_symbols_are_listed(adapter: TradingAdapter) -> None:
    assert GroupInfo(LIVE, "USD", 2) in adapter.groups()
    eurusd = next(symbol for symbol in adapter.symbols() if symbol.symbol == "EURUSD")
    assert (eurusd.base, eurusd.quote, eurusd.digits) == ("EUR", "USD", 5)
    assert eurusd.contract_size == Decimal(100_000)


def test_a_new_account_is_as_it_was_ordered(adapter: TradingAdapter) -> None:
    login = open_account(adapter, "Taccount0001")
    state = adapter.account(login)
    assert (state.login, state.group, state.name, state.leverage) == (login, LIVE, "Clara Client", 100)
    assert (state.balance, state.equity, state.free_margin) == (ZERO, ZERO, ZERO)
    assert state.enabled
    assert state.trading_enabled


def test_an_account_is_found_again_by_our_reference(adapter: TradingAdapter) -> None:
    login = open_account(adapter, "Taccount0002")
    assert adapter.find_account("Taccount0002") == login
    assert adapter.find_account("Tnobody") is None


def test_a_group_that_there_is_not_is_refused(adapter: TradingAdapter) -> None:
    with pytest.raises(NeverAgain, match="no such group"):
        open_account(adapter, group="real\\nowhere")


def test_leverage_rights_and_group_change_and_nothing_else(adapter: TradingAdapter) -> None:
    login = open_account(adapter, "Taccount0003")
    adapter.set_leverage(login, 200)
    adapter.set_rights(login, enabled=True, trading=False)
    adapter.set_group(login, "demo\\usd")
    state = adapter.account(login)
    assert (state.leverage, state.trading_enabled, state.enabled, state.group) == (
        200,
        False,
        True,
        "demo\\usd",
    )
    assert (state.name, state.reference) == ("Clara Client", "Taccount0003")


def test_a_group_of_another_currency_is_refused(adapter: TradingAdapter) -> None:
    login = open_account(adapter)
    with pytest.raises(NeverAgain, match="another currency"):
        adapter.set_group(login, EURO)
    assert adapter.account(login).group == LIVE


def test_passwords_are_checked_and_changed(adapter: TradingAdapter) -> None:
    login = open_account(adapter)
    assert adapter.check_password(login, "Main#12345")
    assert adapter.check_password(login, "Look#12345", investor=True)
    adapter.set_password(login, "New#123456")
    assert not adapter.check_password(login, "Main#12345")
    assert adapter.check_password(login, "New#123456")


def test_a_login_that_there_is_not_is_named(adapter: TradingAdapter) -> None:
    with pytest.raises(NeverAgain, match="does not know this"):
        adapter.account(999)


def test_a_deposit_gives_the_ticket_of_its_deal(adapter: TradingAdapter) -> None:
    login = open_account(adapter)
    ticket = deposit(adapter, login, "Tdeposit0001")
    assert adapter.account(login).balance == Decimal("500.00")
    (deal,) = found(adapter, login, "Tdeposit0001")
    assert (deal.ticket, deal.action, deal.profit, deal.login) == (
        ticket,
        Action.BALANCE,
        Decimal("500.00"),
        login,
    )
    assert deal.entry is Entry.NONE


def test_more_than_there_is_cannot_be_taken_out(adapter: TradingAdapter) -> None:
    login = open_account(adapter)
    deposit(adapter, login, "Tdeposit0002", "100.00")
    with pytest.raises(NeverAgain, match="not enough free money"):
        deposit(adapter, login, "Twithdraw001", "-100.01")
    assert found(adapter, login, "Twithdraw001") == []
    deposit(adapter, login, "Twithdraw002", "-100.00")
    assert adapter.account(login).balance == 0


def test_after_a_lost_answer_the_operation_is_found_exactly_once(side: Side, adapter: TradingAdapter) -> None:
    login = open_account(adapter)
    side.lose_answer()
    with pytest.raises(OutcomeUnknown):
        deposit(adapter, login, "Tlostanswer1")
    (deal,) = found(adapter, login, "Tlostanswer1")
    assert deal.profit == Decimal("500.00")
    assert adapter.account(login).balance == Decimal("500.00")


def test_after_a_lost_request_nothing_is_found_and_nothing_was_moved(
    side: Side, adapter: TradingAdapter
) -> None:
    login = open_account(adapter)
    side.lose_request()
    with pytest.raises(OutcomeUnknown):
        deposit(adapter, login, "Tlostreq0001")
    assert found(adapter, login, "Tlostreq0001") == []
    assert adapter.account(login).balance == 0


def test_a_server_that_asks_for_patience_did_nothing(side: Side, adapter: TradingAdapter) -> None:
    login = open_account(adapter)
    side.too_frequent()
    with pytest.raises(TryAgain) as caught:
        deposit(adapter, login, "Tpatience001")
    assert caught.value.retry_after_seconds is not None
    assert found(adapter, login, "Tpatience001") == []


def test_a_trade_arrives_as_an_opening_and_a_close_with_exact_figures(
    side: Side, adapter: TradingAdapter
) -> None:
    login = open_account(adapter, group="demo\\usd")
    before = adapter.deals("", overlap_seconds=0).cursor
    side.trade(login)
    opening, closing = [
        deal for deal in adapter.deals(before, overlap_seconds=30).deals if deal.login == login
    ]
    assert (opening.entry, opening.action, opening.closed_lots) == (Entry.IN, Action.BUY, ZERO)
    assert (closing.entry, closing.action, closing.symbol) == (Entry.OUT, Action.SELL, "EURUSD")
    assert closing.lots == closing.closed_lots == Decimal("0.25")
    assert (closing.position_price, closing.price) == (Decimal("1.10000"), Decimal("1.10250"))
    assert (closing.profit, closing.commission, closing.swap) == (Decimal("62.50"), ZERO, ZERO)
    assert opening.position_id == closing.position_id
    assert closing.time - opening.time == timedelta(seconds=10)


def test_reading_again_gives_the_same_deals_with_the_same_digest(side: Side, adapter: TradingAdapter) -> None:
    login = open_account(adapter)
    side.trade(login)
    first = adapter.deals("", overlap_seconds=0)
    again = adapter.deals(first.cursor, overlap_seconds=3600)
    wanted = {(deal.ticket, deal.digest) for deal in first.deals if deal.login == login}
    assert len(wanted) == 2
    assert wanted <= {(deal.ticket, deal.digest) for deal in again.deals}
    assert again.cursor == first.cursor


def test_deals_of_one_account_are_complete(side: Side, adapter: TradingAdapter) -> None:
    login = open_account(adapter)
    side.trade(login)
    deposit(adapter, login, "Tdeposit0003")
    deals = adapter.deals_of(login, since=LONG_AGO, until=datetime.now(UTC) + timedelta(days=1))
    assert [deal.action for deal in deals] == [Action.BUY, Action.SELL, Action.BALANCE]


def test_open_positions_are_shown(side: Side, adapter: TradingAdapter) -> None:
    login = open_account(adapter)
    side.open(login)
    (position,) = adapter.positions(login)
    assert (position.login, position.symbol, position.action) == (login, "EURUSD", Action.SELL)
    assert (position.lots, position.open_price) == (Decimal("0.10"), Decimal("1.10000"))


def test_nobody_is_called_offline_who_may_be_online(adapter: TradingAdapter) -> None:
    assert adapter.online(open_account(adapter)) is Online.UNKNOWN


def test_the_money_of_many_accounts_is_read_at_once(adapter: TradingAdapter) -> None:
    rich, poor = open_account(adapter), open_account(adapter)
    deposit(adapter, rich, "Tdeposit0009")
    found = {one.login: one for one in adapter.money([rich, poor, 999_999_999])}
    assert found.keys() == {rich, poor}
    assert found[rich].equity == adapter.account(rich).equity > 0
    assert found[poor].equity == found[poor].balance == 0
    assert adapter.money([]) == []
