"""Which rate holds between two currencies."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from atrium.providers.fx.contract import Fixing
from tenants.rates import rules

RATES = {("EUR", "USD"): Decimal("1.25"), ("USD", "JPY"): Decimal(160)}
THIRD = Decimal("0.3333333333333333333333333333333333")


@pytest.mark.parametrize(
    ("source", "target", "rate", "path"),
    [
        ("USD", "USD", "1", ()),
        ("EUR", "USD", "1.25", ("EUR/USD 1.25",)),
        ("USD", "EUR", "0.8", ("inverse of EUR/USD 1.25",)),
        ("EUR", "JPY", "200", ("EUR/USD 1.25", "USD/JPY 160")),
        ("JPY", "EUR", "0.005", ("inverse of USD/JPY 160", "inverse of EUR/USD 1.25")),
    ],
)
def test_direct_then_inverse_then_over_usd(
    source: str, target: str, rate: str, path: tuple[str, ...]
) -> None:
    found = rules.conversion(source, target, RATES)
    assert found is not None
    assert (found.rate, found.path) == (Decimal(rate), path)


def test_no_path_is_no_rate() -> None:
    assert rules.conversion("EUR", "CHF", RATES) is None


def test_a_direct_rate_comes_before_its_inverse_and_both_before_usd() -> None:
    rates = {**RATES, ("EUR", "JPY"): Decimal(199), ("JPY", "EUR"): Decimal("0.006")}
    found = rules.conversion("EUR", "JPY", rates)
    assert found is not None
    assert found.rate == 199


def test_an_inverse_has_34_significant_digits() -> None:
    found = rules.conversion("AAA", "USD", {("USD", "AAA"): Decimal(3)})
    assert found is not None
    assert found.rate == THIRD


def test_a_day_is_told_against_usd_always_in_the_markets_direction() -> None:
    prices = {
        "USD": Decimal("1.15"),
        "JPY": Decimal("172.5"),
        "GBP": Decimal("0.8625"),
        "CHF": Decimal("1.265"),
    }
    day = Fixing(date(2026, 11, 20), datetime(2026, 11, 20, 15, tzinfo=UTC), "EUR", prices)
    assert list(rules.pairs_of(day)) == [
        ("USD", "CHF", Decimal("1.1")),
        ("EUR", "USD", Decimal("1.15")),
        ("GBP", "USD", Decimal("1.333333333333")),
        ("USD", "JPY", Decimal(150)),
    ]


def test_a_day_without_usd_says_nothing() -> None:
    day = Fixing(date(2026, 11, 20), datetime(2026, 11, 20, 15, tzinfo=UTC), "EUR", {"JPY": Decimal(170)})
    assert list(rules.pairs_of(day)) == []
