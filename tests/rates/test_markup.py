"""What the broker offers: the reference rate less its mark-up, rounded down."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import Money
from tenants.rates import rules, selectors, services
from tenants.rates.models import Markup

AT = datetime(2020, 1, 1, tzinfo=UTC)  # before the packaged rates, so only these hold then
LATER = datetime(2020, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pair", "percent"),
    [(("USD", "EUR"), "2"), (("USD", "JPY"), "3"), (("GBP", "EUR"), "4"), (("GBP", "JPY"), "1")],
)
def test_the_nearest_markup_holds(pair: tuple[str, str], percent: str) -> None:
    said = {
        ("USD", "EUR"): Decimal(2),
        ("USD", ""): Decimal(3),
        ("", "EUR"): Decimal(4),
        ("", ""): Decimal(1),
    }
    assert rules.markup(*pair, said) == Decimal(percent)
    assert rules.markup(*pair, {}) == 0


@pytest.mark.parametrize(
    ("sold", "currency", "rate", "bought"),
    [
        (Money(10_000, "USD"), "EUR", "0.8", Money(8000, "EUR")),
        (Money(1, "JPY"), "USD", "0.0067", Money(0, "USD")),
        (Money(3, "JPY"), "USD", "0.0067", Money(2, "USD")),
        (Money(199, "USD"), "JPY", "150", Money(298, "JPY")),
        (Money(10_000, "USD"), "BTC", "0.0000123456789", Money(123456, "BTC")),
        (Money(1, "BTC"), "USD", "81000", Money(0, "USD")),
    ],
)
def test_what_is_bought_is_rounded_down(sold: Money, currency: str, rate: str, bought: Money) -> None:
    assert rules.bought(sold, currency, Decimal(rate)) == bought


@pytest.mark.usefixtures("in_acme")
class TestOffering:
    def test_a_quote_says_rate_spread_source_and_time(self) -> None:
        services.record_rate(base="EUR", quote="USD", rate=Decimal("1.25"), at=AT)
        services.set_markup(percent=Decimal("1.5"))

        quote = selectors.quote(Money(10_000, "USD"), "EUR", at=LATER)

        assert quote is not None
        assert (quote.bought, quote.spread) == (Money(7880, "EUR"), Money(120, "EUR"))
        assert (quote.rate, quote.reference, quote.percent) == (
            Decimal("0.788"),
            Decimal("0.8"),
            Decimal("1.5"),
        )
        assert (quote.path, quote.source, quote.at) == (("inverse of EUR/USD 1.25",), "broker", AT)

    def test_rates_of_before_are_kept(self) -> None:
        services.record_rate(base="EUR", quote="USD", rate=Decimal("1.25"), at=AT)
        services.record_rate(base="EUR", quote="USD", rate=Decimal("1.6"), at=LATER)
        sold = Money(100, "USD")

        then, now = (selectors.quote(sold, "EUR", at=moment) for moment in (AT, LATER))

        assert then is not None
        assert now is not None
        assert (then.bought, now.bought) == (Money(80, "EUR"), Money(62, "EUR"))
        assert selectors.quote(sold, "EUR", at=datetime(2019, 1, 1, tzinfo=UTC)) is None

    def test_nothing_is_offered_within_one_currency(self) -> None:
        assert selectors.quote(Money(1, "USD"), "USD") is None

    def test_a_markup_is_set_changed_and_removed(self) -> None:
        services.set_markup(percent=Decimal(1), source="USD", target="EUR")
        services.set_markup(percent=Decimal("2.25"), source="USD", target="EUR")

        assert [(row.source, row.target, row.percent) for row in selectors.markups()] == [
            ("USD", "EUR", Decimal("2.25"))
        ]
        assert services.remove_markup(source="USD", target="EUR")
        assert not services.remove_markup(source="USD", target="EUR")

    @pytest.mark.parametrize("percent", ["-0.1", "25.0001", "NaN", "Infinity", "1.00001"])
    def test_no_markup_beyond_reason(self, percent: str) -> None:
        with pytest.raises(InvalidInput, match="Nothing was changed"):
            services.set_markup(percent=Decimal(percent))
        assert not Markup.objects.exists()

    def test_a_markup_is_between_two_currencies(self) -> None:
        with pytest.raises(InvalidInput, match="two different"):
            services.set_markup(percent=Decimal(1), source="USD", target="USD")
