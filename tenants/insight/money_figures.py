"""The finance dashboard's figures: one statement each, bounded by days, in the broker's currencies apart."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from atrium.kernel.money import Money
from tenants.payments.models import BankLine, Case, Correction, Deposit, Withdrawal
from tenants.trading.models import BalanceOperation
from tenants.wallets.models import Transfer

PENDING_OUT = ("requested", "approved", "sending")


@dataclass(frozen=True, slots=True)
class Queue:
    """Something that waits for people: `code` says what, `oldest` since when."""

    code: str
    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Flow:
    currency: str
    deposits: Money
    withdrawals: Money
    deposit_count: int
    withdrawal_count: int
    failed: int
    ended: int

    @property
    def net(self) -> Money:
        return self.deposits - self.withdrawals

    @property
    def failure_percent(self) -> Decimal | None:
        return (Decimal(self.failed) * 100 / self.ended).quantize(Decimal("0.1")) if self.ended else None


@dataclass(frozen=True, slots=True)
class Days:
    """By day, in one currency, as decimals for a picture."""

    days: tuple[date, ...]
    deposits: tuple[Decimal, ...]
    withdrawals: tuple[Decimal, ...]


def queues() -> list[Queue]:
    """What waits, whole house: who sees this page sees all of finance."""
    rows = {
        "review": (Deposit.objects.filter(state="review"), "created_at"),
        "withdrawals": (Withdrawal.objects.filter(state="requested"), "requested_at"),
        "sending": (Withdrawal.objects.filter(state__in=["approved", "sending"]), "requested_at"),
        "operations": (BalanceOperation.objects.filter(state__in=["unknown", "manual"]), "created_at"),
        "bank_lines": (BankLine.objects.filter(state="open"), "statement__uploaded_at"),
        "cases": (Case.objects.exclude(state="closed"), "found_at"),
        "corrections": (Correction.objects.filter(state="asked"), "asked_at"),
    }
    found = []
    for code, (waiting, by) in rows.items():
        oldest = waiting.order_by(by).values_list(by, flat=True).first()
        found.append(Queue(code, waiting.order_by()[:10_000].count() if oldest else 0, oldest))
    return found


def flows(since: date) -> list[Flow]:
    """Money in and out that came to its end since that day, by currency."""
    start = _start(since)
    ended = Deposit.objects.filter(finished_at__gte=start)
    sums = (
        ended.values("currency")
        .annotate(
            came=Sum("received_minor", filter=Q(state="settled")),
            count=Count("id", filter=Q(state="settled")),
            failed=Count("id", filter=Q(state="failed")),
            ended=Count("id"),
        )
        .order_by("currency")
    )
    out = (
        Withdrawal.objects.filter(finished_at__gte=start, state__in=["paid", "partial"])
        .values("currency")
        .annotate(went=Sum("paid_minor"), count=Count("id"))
        .order_by("currency")
    )
    paid_in = {row["currency"]: row for row in sums}
    paid_out = {row["currency"]: row for row in out}
    return [
        _flow(currency, paid_in.get(currency, {}), paid_out.get(currency, {}))
        for currency in sorted({*paid_in, *paid_out})
    ]


def _flow(currency: str, came: Mapping[str, Any], went: Mapping[str, Any]) -> Flow:
    return Flow(
        currency, Money(came.get("came") or 0, currency), Money(went.get("went") or 0, currency),
        came.get("count", 0), went.get("count", 0), came.get("failed", 0), came.get("ended", 0),
    )  # fmt: skip


def by_day(currency: str, since: date) -> Days:
    came = _daily(
        Deposit.objects.filter(finished_at__gte=_start(since), state="settled", received_currency=currency),
        "received_minor",
    )
    went = _daily(
        Withdrawal.objects.filter(
            finished_at__gte=_start(since), state__in=["paid", "partial"], currency=currency
        ),
        "amount_minor",
    )
    count = (timezone.localdate() - since).days + 1
    days = tuple(since + timedelta(days=at) for at in range(count))
    return Days(
        days,
        tuple(Money(came.get(day, 0), currency).decimal for day in days),
        tuple(Money(went.get(day, 0), currency).decimal for day in days),
    )


def _daily(rows: QuerySet[Any], column: str) -> dict[date, int]:
    sums = rows.annotate(day=TruncDate("finished_at")).values_list("day").annotate(sum=Sum(column)).order_by()
    return {day: minor or 0 for day, minor in sums}


def by_method(currency: str, since: date) -> list[tuple[str, Money, int, int]]:
    """(method, received, how many, how many of all that ended came to nothing), the largest first."""
    rows = (
        Deposit.objects.filter(finished_at__gte=_start(since), currency=currency)
        .values_list("psp_code")
        .annotate(
            came=Sum("received_minor", filter=Q(state="settled")),
            count=Count("id", filter=Q(state="settled")),
            failed=Count("id", filter=Q(state="failed")),
        )
        .order_by()
    )
    found = [(code, Money(paid or 0, currency), count, failed) for code, paid, count, failed in rows]
    return sorted(found, key=lambda row: row[1].amount_minor, reverse=True)


def transfers_between(currency: str, since: date) -> tuple[Money, Money]:
    """(to trading accounts, back to wallets)."""
    rows = dict(
        Transfer.objects.filter(finished_at__gte=_start(since), state="settled", currency=currency)
        .values_list("direction")
        .annotate(sum=Sum("amount_minor"))
        .order_by()
    )
    sums: dict[str, int] = defaultdict(int, {str(way): minor for way, minor in rows.items()})
    return Money(sums["to_account"], currency), Money(sums["to_wallet"], currency)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
