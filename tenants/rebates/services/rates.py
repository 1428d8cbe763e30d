"""Exchange rates that rebates convert by."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import currency_code

from ..models import Rate

DEMO_RATES: Final = {
    ("EUR", "USD"): Decimal("1.1025"),
    ("GBP", "USD"): Decimal("1.2740"),
    ("USD", "JPY"): Decimal("150.25"),
    ("USD", "CHF"): Decimal("0.8860"),
}
"""Where the simulated market begins. A real broker's rates come from a provider."""

DEMO_SINCE: Final = datetime(2020, 1, 1, tzinfo=UTC)


def record_rate(*, base: str, quote: str, rate: Decimal, at: datetime | None = None) -> Rate:
    """From that moment one base costs so much quote. The same moment told twice keeps the first."""
    if rate <= 0 or base == quote:
        raise InvalidInput("A rate is above 0 and between two currencies.", field="rate")
    moment = (at or clock.now()).replace(microsecond=0)
    recorded, _ = Rate.objects.get_or_create(
        base=currency_code(base), quote=currency_code(quote), at=moment, defaults={"rate": rate}
    )
    return recorded


def record_demo_rates() -> None:
    for (base, quote), rate in DEMO_RATES.items():
        record_rate(base=base, quote=quote, rate=rate, at=DEMO_SINCE)
