"""Deals as a plan of net losses reads them: what an account made between two moments at which anything changes, as one deal.

Only the sum of a pool decides what is paid (rebates.md 5, net_loss), so the database adds up and no deal is loaded. Where lines are
explained the deals themselves are read.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from tenants.ibs.models import ClientPartner, PartnerParent
from tenants.rates import selectors as rates
from tenants.rebates.engine.times import period_of
from tenants.trading.models import Deal, Symbol, TradingAccount

from ..gather import commissionable
from ..models import Plan
from .ground import moment

_SUMS: Final = """
SELECT account_id, max(closed), max(opened), sum(profit) FROM (
    SELECT d.account_id, d.profit, date_trunc('second', d.time) AS closed,
        date_trunc('second', least(d.opened_at, d.time)) AS opened
    FROM trading_deal d
    WHERE d.account_id = ANY (%(accounts)s::uuid[]) AND d.time <= %(until)s
      AND d.closed_lots > 0 AND d.action IN ('buy', 'sell') AND d.entry IN ('out', 'in_out', 'out_by')
      AND d.opened_at IS NOT NULL AND d.open_price > 0 AND d.side <> ''
      AND d.symbol IN (SELECT symbol FROM trading_symbol)
      AND NOT EXISTS (SELECT FROM trading_dealchange c WHERE c.deal_id = d.id)
) closing
GROUP BY account_id, width_bucket(closed, %(moments)s::timestamptz[]),
    CASE WHEN %(opens)s THEN width_bucket(opened, %(moments)s::timestamptz[]) END
ORDER BY 2, 1, 3
"""


def summed(accounts: Sequence[TradingAccount], plans: Sequence[Plan], until: datetime) -> list[Deal]:
    """Not rows: what stands for many of them. Deals that their server changed come one by one."""
    by_id = {account.id: account for account in accounts}
    symbol = Symbol.objects.order_by("symbol").first()
    if symbol is None or not by_id:
        return []
    moments = sorted({at.replace(microsecond=0) for at in _moments(accounts, plans, until)})
    with connection.cursor() as cursor:
        cursor.execute(
            _SUMS,
            {
                "accounts": list(by_id), "until": until, "moments": moments,
                "opens": any(plan.document.get("attribution") == "open" for plan in plans),
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    sums = [_standing_for(-place, by_id[row[0]], symbol, *row[1:]) for place, row in enumerate(rows, start=1)]
    return sums + _changed(by_id, until)


def _changed(accounts: Collection[Any], until: datetime) -> list[Deal]:
    rows = Deal.objects.filter(account__in=list(accounts), changes__isnull=False).distinct()
    known = set(Symbol.objects.values_list("symbol", flat=True))
    return [
        deal
        for deal in commissionable(rows)
        if deal.time <= until
        and deal.opened_at is not None
        and deal.open_price
        and deal.side
        and deal.symbol in known
    ]


def _standing_for(
    number: int, account: TradingAccount, symbol: Symbol, closed: datetime, opened: datetime, profit: Decimal
) -> Deal:
    one = Decimal(1)
    return Deal(
        id=number, ticket=number, server=account.server, login=account.login, account=account, symbol=symbol.symbol,
        action="sell", entry="out", side="buy", lots=one, closed_lots=one, price=one, open_price=one, opened_at=opened,
        time=closed, profit=profit, commission=Decimal(0),
    )  # fmt: skip


def _moments(
    accounts: Sequence[TradingAccount], plans: Sequence[Plan], until: datetime
) -> Iterator[datetime]:
    """Whenever the same facts begin to count for somebody else, in another period, under another plan or at another rate."""
    brought = ClientPartner.objects.filter(client__in={account.client_id for account in accounts})
    yield from _ends(brought.values_list("valid_from", "valid_to"))
    if any("tree" in plan.document.get("select", {}) for plan in plans):
        yield from _ends(PartnerParent.objects.values_list("valid_from", "valid_to"))
    yield from _ends((plan.valid_from, plan.valid_to) for plan in plans)
    first = (
        Deal.objects.filter(account__in=list(accounts))
        .order_by("time")
        .values_list("time", flat=True)
        .first()
    )
    if first is None:
        return
    for kind in {plan.document["base"].get("period") or "month" for plan in plans}:
        start = period_of(kind, int(first.timestamp())).start
        while start <= until.timestamp():
            yield moment(start)
            start = period_of(kind, start).end
    currencies = {account.currency for account in accounts} | {
        plan.document.get("currency", "USD") for plan in plans
    }
    if len(currencies) > 1:
        yield from (rate.at.astimezone(UTC) for rate in rates.in_force(first, until))


def _ends(rows: Any) -> Iterator[datetime]:
    yield from (at for row in rows for at in row if at is not None)
