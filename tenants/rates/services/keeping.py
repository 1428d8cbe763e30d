"""Rates are written down once: the same moment told twice keeps the first."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

from atrium.kernel import clock
from atrium.kernel.errors import InvalidInput
from atrium.kernel.money import currency_code
from atrium.providers.fx.contract import Fixing

from .. import rules
from ..models import Rate

_BATCH: Final = 2000


def record_rate(*, base: str, quote: str, rate: Decimal, at: datetime | None = None) -> Rate:
    """The broker's own: from that moment one base costs so much quote."""
    if not rate.is_finite() or rate <= 0 or base == quote:
        raise InvalidInput("A rate is above 0 and between two currencies.", field="rate")
    moment = (at or clock.now()).replace(microsecond=0)
    recorded, _ = Rate.objects.get_or_create(
        base=currency_code(base), quote=currency_code(quote), at=moment, defaults={"rate": rate}
    )
    return recorded


def keep_fixings(fixings: Iterable[Fixing], *, source: str) -> None:
    rows = (
        Rate(base=base, quote=quote, rate=rate, at=fixing.at, source=source)
        for fixing in fixings
        for base, quote, rate in rules.pairs_of(fixing)
    )
    Rate.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
