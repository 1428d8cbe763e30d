"""Rates as a broker's house keeps them: the newest day from the beginning, history by the clock, nothing told twice."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from atrium.providers.errors import TryAgain
from atrium.providers.fx.contract import Fixing
from atrium.providers.fx.fake.adapter import FakeRates
from tenants.rates import selectors
from tenants.rates.models import Rate
from tenants.rates.services import record_rate, refresh

pytestmark = pytest.mark.usefixtures("in_acme")

NOON = datetime(2020, 3, 10, 12, tzinfo=UTC)


def fixing(day: date, dollars: str) -> Fixing:
    return Fixing(
        day, datetime(day.year, day.month, day.day, 15, tzinfo=UTC), "EUR", {"USD": Decimal(dollars)}
    )


def euro(at: datetime) -> Decimal | None:
    found = selectors.conversion("EUR", "USD", at=at)
    return found.rate if found else None


@pytest.fixture
def feed(settings: Any) -> None:
    settings.ENV = _With(settings.ENV, rates_feed=True)


class _With:
    def __init__(self, env: Any, **changed: Any) -> None:
        self._env = env
        self.__dict__.update(changed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)


def test_a_new_house_knows_the_newest_packaged_day_of_every_currency() -> None:
    rates = Rate.objects.filter(source="ecb")
    assert rates.values("at").distinct().count() == 1
    assert {"EUR", "GBP", "JPY", "CHF", "CNY"} <= set(selectors.currencies())


def test_the_rate_of_its_own_time_holds_until_the_next() -> None:
    record_rate(base="EUR", quote="USD", rate=Decimal("1.10"), at=NOON)
    record_rate(base="EUR", quote="USD", rate=Decimal("1.20"), at=NOON + timedelta(days=1))
    assert euro(NOON - timedelta(seconds=1)) is None
    assert euro(NOON) == Decimal("1.10")
    assert euro(NOON + timedelta(days=1, seconds=-1)) == Decimal("1.10")
    assert euro(NOON + timedelta(days=1)) == Decimal("1.20")


def test_money_is_rounded_half_even_to_the_other_currencys_minor_unit() -> None:
    record_rate(base="USD", quote="JPY", rate=Decimal("150.5"), at=NOON)
    assert selectors.converted(Money.of("1.00", "USD"), "JPY", at=NOON) == Money.of("150", "JPY")
    assert selectors.converted(Money.of("3.00", "USD"), "JPY", at=NOON) == Money.of("452", "JPY")
    assert selectors.converted(Money.of("3.00", "USD"), "USD", at=NOON) == Money.of("3.00", "USD")
    assert selectors.converted(Money.of("3.00", "USD"), "XAU", at=NOON) is None


def test_the_same_moment_told_twice_keeps_the_first() -> None:
    for rate in ("1.10", "1.90"):
        record_rate(base="EUR", quote="USD", rate=Decimal(rate), at=NOON)
    assert euro(NOON) == Decimal("1.10")


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity"])
def test_what_is_no_rate_is_refused(rate: str) -> None:
    before = Rate.objects.count()
    with pytest.raises(InvalidInput, match="above 0"):
        record_rate(base="EUR", quote="USD", rate=Decimal(rate), at=NOON)
    assert Rate.objects.count() == before


@pytest.mark.parametrize(
    "statement", ["UPDATE rates_rate SET rate = 1", "DELETE FROM rates_rate", "TRUNCATE rates_rate"]
)
def test_a_rate_that_was_told_stays_told(statement: str) -> None:
    from django.db import connection

    with (
        pytest.raises(DatabaseError, match="permission denied|never changed or removed"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)


@pytest.mark.usefixtures("feed")
@time_machine.travel(datetime(2020, 3, 12, tzinfo=UTC))
def test_refreshing_brings_history_and_feed_once() -> None:
    known = [fixing(date(2020, 3, 9), "1.10"), fixing(date(2020, 3, 10), "1.11")]
    source = FakeRates(known, feed=[known[-1], fixing(date(2020, 3, 11), "1.12")])
    for _ in range(2):
        refresh(source)
    told = Rate.objects.filter(source="fake").order_by("at").values_list("rate", flat=True)
    assert [f"{rate.normalize():f}" for rate in told] == ["1.1", "1.11", "1.12"]


@pytest.mark.usefixtures("feed")
@time_machine.travel(datetime(2020, 3, 12, tzinfo=UTC))
def test_a_feed_that_cannot_be_reached_costs_only_its_own_days(caplog: Any) -> None:
    refresh(FakeRates([fixing(date(2020, 3, 10), "1.11")], refusal=TryAgain("It cannot be reached now.")))
    assert euro(datetime(2020, 3, 12, tzinfo=UTC)) == Decimal("1.11")
    assert "The last known ones hold on." in caplog.text


@time_machine.travel(datetime(2020, 3, 12, tzinfo=UTC))
def test_where_the_feed_is_switched_off_nobody_is_asked() -> None:
    refresh(FakeRates([fixing(date(2020, 3, 10), "1.11")], feed=[fixing(date(2020, 3, 11), "1.12")]))
    assert Rate.objects.filter(source="fake").count() == 1


def test_the_packaged_history_is_read_a_year_back_and_then_not_again(
    django_assert_max_num_queries: Any,
) -> None:
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC)):
        refresh()
        days = Rate.objects.filter(source="ecb", base="EUR", quote="USD").count()
        assert days > 260
        with django_assert_max_num_queries(8):
            refresh()
        assert Rate.objects.filter(source="ecb", base="EUR", quote="USD").count() == days
