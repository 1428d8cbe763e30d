"""A closed period takes no postings, and none that is under way slips in behind the closing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.errors import InvalidInput, NotFound, Refused
from atrium.kernel.ids import new_id
from tenants.ledger import selectors, services
from tenants.ledger.models import Period
from tenants.ledger.refusals import PeriodLocked

from .conftest import CLARA, deposit, usd


def days_ago(number: int) -> datetime:
    return clock.now() - timedelta(days=number)


def day(number: int) -> date:
    return days_ago(number).astimezone(UTC).date()


def close(number: int = 2) -> Period:
    return services.lock_period(through=day(number), by=None, reason="Month is done")


@pytest.mark.usefixtures("in_acme")
class TestClosing:
    def test_closed_days_take_no_postings_and_later_days_do(self) -> None:
        close()

        with pytest.raises(PeriodLocked, match=f"closed through {day(2)}"):
            services.post(movements=[deposit("5")], key="late", effective_at=days_ago(2))
        services.post(movements=[deposit("5")], key="in time", effective_at=days_ago(1))
        services.post(movements=[deposit("5")], key="now")

        assert selectors.balance(CLARA).posted == usd("10")
        assert selectors.locked_through() == day(2)

    def test_a_refused_key_may_be_used_for_a_later_day(self) -> None:
        close()
        with pytest.raises(PeriodLocked):
            services.post(movements=[deposit("5")], key="late", effective_at=days_ago(2))

        assert not services.post(movements=[deposit("5")], key="late").replayed

    def test_what_was_posted_before_the_closing_still_answers_its_retry(self) -> None:
        at = days_ago(2)
        services.post(movements=[deposit("5")], key="dep:1", effective_at=at)
        close()

        assert services.post(movements=[deposit("5")], key="dep:1", effective_at=at).replayed

    def test_what_stands_in_a_closed_period_is_reversed_today(self) -> None:
        done = services.post(movements=[deposit("5")], key="dep:1", effective_at=days_ago(2))
        close()

        services.reverse(transaction_id=done.transaction_id, key="rev:1")

        assert selectors.balance(CLARA, days_ago(1)).posted == usd("5")
        assert selectors.balance(CLARA).posted == usd("0")

    def test_opened_again_it_takes_postings(self) -> None:
        period = close()

        services.unlock_period(period_id=period.id, by=None, reason="An invoice was forgotten")

        services.post(movements=[deposit("5")], key="late", effective_at=days_ago(2))
        assert [(row.through, row.unlock_reason) for row in selectors.periods()] == [
            (day(2), "An invoice was forgotten")
        ]

    def test_what_cannot_be_closed_is_said(self) -> None:
        with pytest.raises(Refused, match="days that are over"):
            close(0)
        with pytest.raises(InvalidInput, match="Say why"):
            services.lock_period(through=day(2), by=None, reason=" ")
        close(2)
        with pytest.raises(Refused, match=f"closed through {day(2)} already"):
            close(3)
        with pytest.raises(NotFound):
            services.unlock_period(period_id=new_id(), by=None, reason="Why not")
        assert Period.objects.count() == 1


@pytest.mark.usefixtures("committed")
def test_a_posting_under_way_is_waited_for_and_none_comes_after(acme: tenancy.Tenant) -> None:
    posted, may_commit = threading.Event(), threading.Event()

    def slow_posting() -> None:
        with tenancy.entered(acme):
            with transaction.atomic():
                services.post(movements=[deposit("5")], key="slow", effective_at=days_ago(2))
                posted.set()
                assert may_commit.wait(timeout=60)
            connection.close()

    def closing() -> date | None:
        with tenancy.entered(acme):
            try:
                close()
                return selectors.locked_through()
            finally:
                connection.close()

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(slow_posting)
        assert posted.wait(timeout=60)
        closed = pool.submit(closing)
        with tenancy.entered(acme):
            _until_somebody_waits_for_the_table()
            assert not closed.done()
            may_commit.set()
            slow.result(timeout=60)
            assert closed.result(timeout=60) == day(2)
            with pytest.raises(PeriodLocked):
                services.post(movements=[deposit("5")], key="later", effective_at=days_ago(2))
            assert selectors.balance(CLARA).posted == usd("5")


def _until_somebody_waits_for_the_table() -> None:
    deadline = clock.now() + timedelta(seconds=60)
    with connection.cursor() as cursor:
        while clock.now() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE relation = 'ledger_movement'::regclass AND NOT granted"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waited")
