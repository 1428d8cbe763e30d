"""Reads of rates: what held at a moment, and money in another currency by it."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from atrium.kernel import clock
from atrium.kernel.money import Money, round_half_even

from . import rules
from .models import Markup, Rate
from .rules import Conversion
from .types import Quote


def conversion(source: str, target: str, *, at: datetime | None = None) -> Conversion | None:
    """By the latest rates not after `at` (default: now). None where no rate is known."""
    if source == target:
        return rules.conversion(source, target, {})
    known = _known(source, target, at)
    return rules.conversion(source, target, {(row.base, row.quote): row.rate for row in known})


def _known(source: str, target: str, at: datetime | None) -> QuerySet[Rate]:
    pairs = rules.pairs_over(source, target)
    return (
        Rate.objects.filter(base__in={pair[0] for pair in pairs}, quote__in={pair[1] for pair in pairs})
        .filter(at__lte=at or clock.now())
        .order_by("base", "quote", "-at")
        .distinct("base", "quote")
    )


def quote(money: Money, currency: str, *, at: datetime | None = None) -> Quote | None:
    """What the broker gives for `money` in the other currency: its mark-up taken off, rounded down. None: no rate."""
    rows = {(row.base, row.quote): row for row in _known(money.currency, currency, at)}
    found = rules.conversion(money.currency, currency, {pair: row.rate for pair, row in rows.items()})
    if found is None or money.currency == currency:
        return None
    percent = rules.markup(money.currency, currency, _markups())
    rate = rules.client_rate(found.rate, percent)
    bought = rules.bought(money, currency, rate)
    fair = round_half_even(rules.DIGITS.multiply(money.decimal, found.rate), currency)
    used = [rows[pair] for pair in found.pairs]
    return Quote(
        sold=money,
        bought=bought,
        spread=fair - bought,
        rate=rate,
        reference=found.rate,
        percent=percent,
        path=found.path,
        source=" and ".join(sorted({row.source for row in used})),
        at=min(row.at for row in used),
    )


def markups() -> QuerySet[Markup]:
    """The broker's own, the general one first."""
    return Markup.objects.order_by("source", "target")


def _markups() -> dict[tuple[str, str], Decimal]:
    return {(row.source, row.target): row.percent for row in Markup.objects.all()}


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
