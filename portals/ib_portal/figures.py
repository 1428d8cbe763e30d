"""A partner's own numbers: what is in the wallet, what was earned, what comes next. Constant in queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Sum

from atrium.kernel import clock
from atrium.kernel.money import Money, round_half_even
from tenants.ibs.models import Partner
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.rebates import paying
from tenants.rebates import selectors as rebates
from tenants.rebates.models import Line
from tenants.rebates.types import DayTotal

ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """`free` may be paid out now, `held` is on its way out; `accrued` is earned and not in the wallet yet, of which `due`."""

    free: Money
    held: Money
    accrued: Money
    due: Money
    today: Money
    month: Money

    @property
    def payable(self) -> Money:
        """What a payout may be: asking for one brings the wallet up to date first."""
        return self.free + self.due


@dataclass(frozen=True, slots=True)
class NextDue:
    """Rebates that are held or wait for the partner's own day."""

    at: datetime
    money: Money


def figures_of(partner: Partner) -> Figures:
    wallet = ledger.balance(addresses.ib_wallet(partner.number, partner.currency))
    earned = rebates.earned(partner)
    return Figures(
        free=wallet.available,
        held=wallet.held,
        accrued=earned.accrued,
        due=paying.due_now(partner),
        today=round_half_even(earned.today, partner.currency),
        month=round_half_even(earned.month, partner.currency),
    )


def next_due(partner: Partner) -> NextDue | None:
    waiting = Line.objects.filter(partner=partner, currency=partner.currency, due__gt=clock.now())
    row = waiting.values("due").annotate(total=Sum("amount")).order_by("due").first()
    return None if row is None else NextDue(row["due"], round_half_even(row["total"], partner.currency))


def daily_average(days: Sequence[DayTotal], *, over: int = 7) -> Decimal:
    """Of the last whole days; today is not over yet."""
    whole = days[:-1][-over:]
    return sum((day.amount for day in whole), ZERO) / len(whole) if whole else ZERO
