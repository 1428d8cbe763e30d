"""Days are sealed one after the other; what an account held at any time is read from the seals and is what the history says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import Refused
from tenants.ledger import selectors, services
from tenants.ledger.models import Day, DayBalance
from tenants.ledger.selectors.verification import CHECKS
from tenants.ledger.types import Movement

from .conftest import CLARA, FEES, IRIS, PSP, a_key, deposit, payout, usd

MONDAY = date(2026, 3, 2)


def noon(days: int = 0) -> datetime:
    return datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=days)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_clock


def held_at(address: str, moment: datetime | None) -> tuple[str, str]:
    found = selectors.balance(address, moment)
    return found.posted.plain(), found.held.plain()


@pytest.fixture
def week(in_acme: tenancy.Tenant, at: Any) -> None:
    """Monday 100 in, Tuesday 30 held, Wednesday 20 of it paid; on Wednesday 5 are booked for Monday and 7 for Saturday."""
    at(noon())
    services.post(movements=[deposit("100")], key="mon")
    at(noon(1))
    services.snapshot_day()
    hold = services.hold(movement=payout("30"), key="tue")
    at(noon(2))
    services.snapshot_day()
    services.settle_hold(hold_id=hold.id, money=usd("20"))
    services.post(movements=[deposit("5")], key="late", effective_at=noon())
    services.post(movements=[deposit("7")], key="early", effective_at=noon(5))
    at(noon(3))
    services.snapshot_day()


@pytest.mark.usefixtures("week")
def test_a_balance_is_known_for_any_time() -> None:
    expected = [
        (noon(-1), ("0.00", "0.00")),
        (noon(0) + timedelta(seconds=1), ("105.00", "0.00")),
        (noon(1), ("105.00", "0.00")),
        (noon(1) + timedelta(seconds=1), ("105.00", "30.00")),
        (noon(2) + timedelta(seconds=1), ("85.00", "0.00")),
        (noon(5), ("85.00", "0.00")),
        (noon(6), ("92.00", "0.00")),
        (None, ("92.00", "0.00")),
    ]
    assert [(moment, held_at(CLARA, moment)) for moment, _ in expected] == expected
    assert held_at(PSP, noon(1)) == ("-105.00", "0.00")
    assert held_at(PSP, None) == ("-92.00", "0.00")
    assert selectors.verify() == ()


@pytest.mark.usefixtures("week")
def test_what_was_sealed_says_what_was_known_then(at: Any) -> None:
    kept = DayBalance.objects.filter(account__address=CLARA).order_by("day")
    assert [(row.day, row.posted, row.held, row.booked) for row in kept] == [
        (MONDAY, 10000, 0, 10000),
        (MONDAY + timedelta(days=1), 10000, 3000, 10000),
        (MONDAY + timedelta(days=2), 8500, 0, 9200),
    ]
    at(noon(7))
    assert services.snapshot_day() == tuple(MONDAY + timedelta(days=number) for number in (3, 4, 5, 6))
    assert DayBalance.objects.get(account__address=CLARA, day=MONDAY + timedelta(days=5)).posted == 9200
    assert DayBalance.objects.filter(account__address=CLARA).count() == 4
    assert selectors.verify() == ()


@pytest.mark.usefixtures("week")
def test_a_day_is_sealed_once_and_only_when_it_is_over() -> None:
    sealed = list(Day.objects.order_by("day").values_list("day", "hash"))

    assert services.snapshot_day() == ()
    with pytest.raises(Refused, match="over"):
        services.snapshot_day(day=MONDAY + timedelta(days=3))

    assert list(Day.objects.order_by("day").values_list("day", "hash")) == sealed
    assert len(sealed) == 3


@pytest.mark.usefixtures("week")
def test_a_house_account_is_its_last_seal_and_what_came_since() -> None:
    services.post(movements=[Movement(PSP, FEES, usd("3"), "fee")], key="fee")

    assert held_at(FEES, None) == ("3.00", "0.00")
    assert held_at(PSP, None) == ("-95.00", "0.00")
    assert {line.family: line.total.plain() for line in selectors.trial_balance()} == {
        "client": "92.00", "fees": "3.00", "psp": "-95.00",
    }  # fmt: skip


@pytest.mark.usefixtures("week")
def test_the_statement_runs_from_what_it_held_to_what_it_holds() -> None:
    found = selectors.statement(CLARA, noon(0) + timedelta(hours=1), noon(9))
    rows = [(row.entry.key, row.entry.money.plain(), row.balance.plain()) for row in found.rows]

    assert (found.opening, found.closing, found.count) == (usd("105"), usd("92"), 2)
    assert [row[1:] for row in rows] == [("-20.00", "85.00"), ("7.00", "92.00")]
    everything = selectors.statement(CLARA, noon(-9), noon(9))
    assert [row.balance.plain() for row in everything.rows] == ["100.00", "105.00", "85.00", "92.00"]
    assert (everything.opening, everything.closing) == (usd("0"), usd("92"))
    nothing = selectors.statement(IRIS, noon(-9), noon(9))
    assert (list(nothing.rows), nothing.opening, nothing.closing) == ([], usd("0"), usd("0"))


@pytest.mark.usefixtures("in_acme")
def test_a_long_statement_is_streamed_and_adds_up() -> None:
    services.post(movements=[deposit("0.01") for _ in range(2500)], key="many")
    since = clock.now() - timedelta(hours=1)

    with connection.execute_wrapper(_refuse_to_be_asked_twice()):
        found = selectors.statement(CLARA, since, clock.now() + timedelta(hours=1))
        balances = [row.balance.amount_minor for row in found.rows]

    assert balances == list(range(1, 2501))
    assert found.closing == usd("25")


def _refuse_to_be_asked_twice() -> Any:
    asked: list[str] = []

    def wrapper(execute: Any, statement: str, *rest: Any) -> Any:
        assert statement not in asked
        asked.append(statement)
        return execute(statement, *rest)

    return wrapper


TAMPERING = {
    "an amount is changed": "UPDATE ledger_movement SET amount_minor = amount_minor + 1 WHERE idem_key = 'mon'",
    "a word is changed": "UPDATE ledger_movement SET kind = 'gift' WHERE idem_key = 'mon'",
    "a day is moved": "UPDATE ledger_movement SET effective_at = effective_at + interval '1 hour' WHERE idem_key = 'mon'",
    "a movement is removed": "DELETE FROM ledger_movement WHERE idem_key = 'late'",
    "an account is renamed": "UPDATE ledger_account SET address = 'psp:other:USD' WHERE address = 'psp:stripe:USD'",
    "a sealed balance is changed": "UPDATE ledger_daybalance SET posted = posted + 1, booked = booked + 1",
    "a seal is changed": "UPDATE ledger_day SET movements_hash = '' WHERE day = '2026-03-03'",
    "a seal is removed": "DELETE FROM ledger_day WHERE day = '2026-03-03'",
}


@pytest.fixture
def past_the_triggers(committed: None, acme: tenancy.Tenant, at: Any) -> Iterator[psycopg.Connection[Any]]:
    """Whoever owns the database can switch triggers off; that is what the chain is for."""
    import os

    with tenancy.entered(acme):
        for number in range(3):
            at(noon(number))
            services.post(movements=[deposit("100")], key=("mon", "tue", "wed")[number])
            services.post(
                movements=[deposit("1")], key="late" if number == 1 else a_key(), effective_at=noon()
            )
            at(noon(number + 1))
            services.snapshot_day()
        assert selectors.verify() == ()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute(f"SET search_path = {acme.schema}")
        yield owner


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING)
def test_whatever_is_changed_behind_a_seal_is_found(
    past_the_triggers: psycopg.Connection[Any], statement: str
) -> None:
    owner = past_the_triggers
    with owner.transaction(force_rollback=True):
        for table in ("ledger_movement", "ledger_account", "ledger_day", "ledger_daybalance"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        assert owner.execute(statement.encode()).rowcount >= 1

        found = {check for check, sql in CHECKS.items() if owner.execute(sql.encode()).fetchall()}

    assert found & {check for check in CHECKS if "seal" in check}
