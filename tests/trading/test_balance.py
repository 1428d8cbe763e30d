"""Money to and from a trading account moves exactly once, also when answers, requests or processes are lost."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from atrium.kernel.errors import Conflict, Refused
from atrium.kernel.ids import is_short_token
from atrium.providers.trading.contract import BalanceKind
from tenants.trading import rules
from tenants.trading.models import BalanceOperation, TradingAccount
from tenants.trading.services import (
    begin_balance_operation,
    resolve_unknown,
    run_balance_operation,
    settle_by_hand,
    sweep,
)
from tenants.trading.services.calling import calling
from tests.trading.floor import Floor, clara, events, make_due, on_server, open_live, until, usd

State = BalanceOperation.State


def test_a_deposit_is_confirmed_with_its_ticket(floor: Floor) -> None:
    account = open_live(floor, clara())
    operation = run_balance_operation(account=account, money=usd("500"), key="t1")
    assert (operation.state, on_server(floor, account)) == (State.CONFIRMED, ["500.00"])
    (deal,) = floor.process.ask("/deals", login=account.login)["deals"]
    assert (operation.ticket, operation.token) == (int(deal["Deal"]), deal["Comment"])
    assert is_short_token(operation.token, "T")
    (event,) = events("balance_operation.ended")
    assert (event["state"], event["key"]) == ("confirmed", "t1")


def test_the_same_key_is_the_same_operation(floor: Floor) -> None:
    account = open_live(floor, clara())
    first = run_balance_operation(account=account, money=usd("500"), key="t1")
    assert run_balance_operation(account=account, money=usd("500"), key="t1") == first
    with pytest.raises(Conflict):
        run_balance_operation(account=account, money=usd("501"), key="t1")
    assert on_server(floor, account) == ["500.00"]


def test_a_wrong_currency_and_nothing_are_refused(floor: Floor) -> None:
    account = open_live(floor, clara())
    for money in (usd("0"), usd("1").__class__.of("1", "EUR")):
        with pytest.raises(Refused):
            run_balance_operation(account=account, money=money, key="t1")
    assert not BalanceOperation.objects.exists()


def test_what_the_server_refuses_is_final(floor: Floor) -> None:
    account = open_live(floor, clara())
    operation = run_balance_operation(account=account, money=usd("-1"), key="t1")
    assert operation.state == State.REFUSED
    assert "not enough free money" in operation.error
    assert on_server(floor, account) == []


@pytest.mark.parametrize(("fault", "sends"), [("lose_answer", 1), ("lose_request", 2), ("garbage", 1)])
def test_a_lost_answer_ends_in_exactly_one_deposit(floor: Floor, fault: str, sends: int) -> None:
    account = open_live(floor, clara())
    floor.process.fault(fault)
    operation = run_balance_operation(account=account, money=usd("500"), key="t1")
    assert operation.state == State.UNKNOWN
    operation = resolve_unknown(operation_id=operation.id)
    assert (operation.state, operation.sends) == (State.CONFIRMED, sends)
    assert on_server(floor, account) == ["500.00"]
    assert len(events("balance_operation.ended")) == 1


def test_nobody_looks_before_the_quiet_time_is_over(floor: Floor) -> None:
    floor.server.quiet_seconds = 60
    floor.server.save()
    account = open_live(floor, clara())
    floor.process.fault("lose_answer")
    operation = run_balance_operation(account=account, money=usd("500"), key="t1")
    assert resolve_unknown(operation_id=operation.id).state == State.UNKNOWN
    assert sweep() == 0
    operation.refresh_from_db()
    assert operation.lookups == 0
    assert operation.look_at is not None
    assert operation.sent_at is not None
    assert operation.look_at - operation.sent_at == timedelta(seconds=60)


def test_a_quiet_time_below_the_latest_execution_doubles_and_one_above_does_not(floor: Floor) -> None:
    """Why the quiet time is a setting of each server: the same late execution, asked about too early and in time."""
    account = open_live(floor, clara())
    floor.process.fault("late", seconds=2)
    hasty = run_balance_operation(account=account, money=usd("1"), key="hasty")
    hasty = resolve_unknown(operation_id=hasty.id)
    assert hasty.state == State.CONFIRMED
    _wait_for(floor, account, 2)
    floor.process.fault("late", seconds=0.5)
    patient = run_balance_operation(account=account, money=usd("2"), key="patient")
    _wait_for(floor, account, 3)
    patient = resolve_unknown(operation_id=patient.id)
    assert (patient.state, patient.sends) == (State.CONFIRMED, 1)
    assert on_server(floor, account) == ["1.00", "1.00", "2.00"]


def _wait_for(floor: Floor, account: TradingAccount, count: int) -> None:
    until(lambda: len(on_server(floor, account)) >= count)


def test_one_operation_is_in_flight_per_login(floor: Floor) -> None:
    account, other = open_live(floor, clara()), open_live(floor, clara("carl@example.com"), "open-2")
    floor.process.fault("lose_answer")
    first = run_balance_operation(account=account, money=usd("1"), key="t1")
    second = run_balance_operation(account=account, money=usd("2"), key="t2")
    assert (first.state, second.state, second.sends) == (State.UNKNOWN, State.NEW, 0)
    assert run_balance_operation(account=other, money=usd("3"), key="t3").state == State.CONFIRMED
    make_due(first)
    make_due(second)
    sweep()
    sweep()
    second.refresh_from_db()
    assert second.state == State.CONFIRMED
    assert on_server(floor, account) == ["1.00", "2.00"]


def test_a_busy_server_is_asked_again_later(floor: Floor) -> None:
    account = open_live(floor, clara())
    floor.process.fault("retcode", code=12)
    operation = run_balance_operation(account=account, money=usd("5"), key="t1")
    assert (operation.state, on_server(floor, account)) == (State.NEW, [])
    make_due(operation)
    sweep()
    operation.refresh_from_db()
    assert (operation.state, operation.sends, on_server(floor, account)) == (State.CONFIRMED, 2, ["5.00"])


def test_a_server_that_stays_busy_ends_in_a_refusal(floor: Floor) -> None:
    account = open_live(floor, clara())
    floor.process.fault("retcode", code=12, times=rules.MOST_SENDS)
    operation = run_balance_operation(account=account, money=usd("5"), key="t1")
    for _ in range(rules.MOST_SENDS):
        make_due(operation)
        sweep()
    operation.refresh_from_db()
    assert (operation.state, on_server(floor, account)) == (State.REFUSED, [])


def test_a_server_that_cannot_be_asked_is_asked_again_and_nothing_is_sent(floor: Floor) -> None:
    account = open_live(floor, clara())
    floor.process.fault("lose_answer")
    operation = run_balance_operation(account=account, money=usd("5"), key="t1")
    floor.process.fault("retcode", path="/api/deal/get_total", code=12)
    operation = resolve_unknown(operation_id=operation.id)
    assert (operation.state, operation.sends) == (State.UNKNOWN, 1)
    assert operation.look_at is not None
    assert operation.look_at > datetime.now(UTC)
    make_due(operation)
    assert resolve_unknown(operation_id=operation.id).state == State.CONFIRMED
    assert on_server(floor, account) == ["5.00"]


def test_a_server_that_refuses_to_tell_needs_a_person(floor: Floor) -> None:
    account = open_live(floor, clara())
    floor.process.fault("lose_answer")
    operation = run_balance_operation(account=account, money=usd("5"), key="t1")
    floor.process.fault("retcode", path="/api/deal/get_total", code=8)
    operation = resolve_unknown(operation_id=operation.id)
    assert operation.state == State.MANUAL
    assert resolve_unknown(operation_id=operation.id).state == State.MANUAL
    ticket = int(floor.process.ask("/deals", login=account.login)["deals"][0]["Deal"])
    assert settle_by_hand(operation_id=operation.id, ticket=ticket).state == State.CONFIRMED
    with pytest.raises(Refused):
        settle_by_hand(operation_id=operation.id, ticket=None)


def test_another_amount_or_several_deals_with_our_token_need_a_person(floor: Floor) -> None:
    account = open_live(floor, clara())
    for number, extra in enumerate(["7", "5"]):
        operation = begin_balance_operation(account=account, money=usd("5"), key=f"t{number}")
        with calling(floor.server) as adapter:
            adapter.balance_operation(
                login=account.login,
                kind=BalanceKind.BALANCE,
                amount=Decimal(extra),
                reference=operation.token,
            )
        floor.process.fault("lose_request" if extra == "7" else "lose_answer")
        run_balance_operation(account=account, money=usd("5"), key=f"t{number}")
        assert resolve_unknown(operation_id=operation.id).state == State.MANUAL
    assert on_server(floor, account) == ["7.00", "5.00", "5.00"]


def test_one_deal_never_confirms_two_operations(floor: Floor) -> None:
    account = open_live(floor, clara())
    first = run_balance_operation(account=account, money=usd("5"), key="t1")
    second = begin_balance_operation(account=account, money=usd("5"), key="t2")
    BalanceOperation.objects.filter(id=second.id).update(state=State.MANUAL)
    with pytest.raises(Conflict):
        settle_by_hand(operation_id=second.id, ticket=first.ticket)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ([], rules.Found.NOT_DONE),
        ([(1, Decimal("5.00"))], rules.Found.DONE),
        ([(1, Decimal("5.01"))], rules.Found.DOUBTFUL),
        ([(1, Decimal(5)), (2, Decimal(5))], rules.Found.DOUBTFUL),
    ],
)
def test_what_a_look_says(found: list[tuple[int, Decimal]], verdict: rules.Found) -> None:
    assert rules.judge(found, wanted=Decimal(5)).found is verdict
