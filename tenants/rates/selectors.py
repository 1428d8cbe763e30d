"""Reads of rates: what held at a moment, and money in another currency by it."""

from collections.abc import Iterable
from datetime import date, datetime

from atrium.kernel import clock
from atrium.kernel.money import Money, round_half_even

from . import rules
from .models import Rate
from .rules import Conversion


def conversion(source: str, target: str, *, at: datetime | None = None) -> Conversion | None:
    """By the latest rates not after `at` (default: now). None where no rate is known."""
    if source == target:
        return rules.conversion(source, target, {})
    pairs = rules.pairs_over(source, target)
    known = (
        Rate.objects.filter(base__in={pair[0] for pair in pairs}, quote__in={pair[1] for pair in pairs})
        .filter(at__lte=at or clock.now())
        .order_by("base", "quote", "-at")
        .distinct("base", "quote")
    )
    return rules.conversion(source, target, {(row.base, row.quote): row.rate for row in known})


def converted(money: Money, currency: str, *, at: datetime | None = None) -> Money | None:
    """Rounded half-even to the other currency's minor unit; at the reference rate, without the broker's mark-up."""
    found = conversion(money.currency, currency, at=at)
    return (
        None if found is None else round_half_even(rules.DIGITS.multiply(money.decimal, found.rate), currency)
    )


def in_force(since: datetime, until: datetime) -> list[Rate]:
    """Those of the time itself, and of each pair the latest before it; not all the years."""
    before = Rate.objects.filter(at__lte=since).order_by("base", "quote", "-at").distinct("base", "quote")
    within = Rate.objects.filter(at__gt=since, at__lte=until)
    return [*before, *within]


def last_day(source: str) -> date | None:
    at = Rate.objects.filter(source=source).order_by("-at").values_list("at", flat=True).first()
    return at.date() if at else None


def knows_before(source: str, day: date) -> bool:
    return Rate.objects.filter(source=source, at__date__lt=day).exists()


def currencies() -> Iterable[str]:
    """Those that a rate is known for."""
    pairs = Rate.objects.order_by("base", "quote").values_list("base", "quote").distinct()
    return sorted({currency for pair in pairs for currency in pair})
