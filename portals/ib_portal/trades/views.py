"""Trades of the downline: what the partner's clients closed and opened while they were its clients."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atrium.kernel import clock
from atrium.kernel.money import Money, round_half_even
from portals.ib_portal.access import is_part, partner_page
from portals.ib_portal.exports import streamed
from portals.shared.paging import page_of
from tenants.clients.models import Client
from tenants.ibs import selectors
from tenants.ibs.models import Partner
from tenants.ibs.rules import masking
from tenants.insight.partner_trades import trades_below
from tenants.rebates.models import Line
from tenants.trading.models import Deal

DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Row:
    """`profit` none: the broker does not show partners what clients win and lose."""

    deal: Deal
    number: int
    name: str
    profit: Decimal | None
    money: Money | None


@require_safe
@partner_page
def trades(request: HttpRequest, partner: Partner) -> HttpResponse:
    since, until = _days(request)
    sight = selectors.sight()
    page = page_of(_wanted(request, partner), request.GET.get("cursor", ""), by="time")
    found = {
        "partner": partner,
        "page": page,
        "rows": rows_of(partner, page.rows, sight),
        "sight": sight,
        "since": since,
        "until": until,
        "symbol": request.GET.get("symbol", "")[:32],
    }
    template = "list.html" if is_part(request, "trades") else "trades.html"
    return render(request, f"ib_portal/trades/{template}", found)


@require_safe
@partner_page
def trades_file(request: HttpRequest, partner: Partner) -> HttpResponseBase:
    head = [
        _("When"),
        _("Client"),
        _("Name"),
        _("Symbol"),
        _("Side"),
        _("What"),
        _("Lots"),
        _("Price"),
        _("Profit"),
    ]
    head += [_("Your rebate"), _("Currency"), _("Deal")]
    sight = selectors.sight()
    rows = _wanted(request, partner)
    return streamed(
        "trades", head, rows, lambda found: map(_cells, rows_of(partner, found, sight)), by="time"
    )


def rows_of(partner: Partner, deals: Sequence[Deal], sight: str) -> list[Row]:
    """Three queries, however many deals."""
    ids = {deal.account.client_id for deal in deals if deal.account}
    people = {row.id: row for row in Client.objects.select_related("lead").filter(id__in=ids)}
    lines = Line.objects.filter(
        partner=partner, currency=partner.currency, deal_id__in=[deal.pk for deal in deals]
    )
    earned = dict(lines.values_list("deal_id").annotate(total=Sum("amount")).order_by())
    return [_row(partner, deal, people, earned.get(deal.pk), sight) for deal in deals]


def _row(partner: Partner, deal: Deal, people: dict[Any, Client], earned: Decimal | None, sight: str) -> Row:
    assert deal.account is not None
    client = people[deal.account.client_id]
    return Row(
        deal,
        client.number,
        masking.client_name(client.lead.name, sight),
        deal.profit if sight == masking.FULL else None,
        None if earned is None else round_half_even(earned, partner.currency),
    )


def _cells(row: Row) -> Sequence[Any]:
    deal = row.deal
    facts = (
        deal.time,
        row.number,
        row.name,
        deal.symbol,
        deal.side,
        deal.entry,
        deal.lots,
        deal.price,
        row.profit,
    )
    money = ("", "") if row.money is None else (row.money.decimal, row.money.currency)
    return (*facts, *money, deal.ticket)


def _wanted(request: HttpRequest, partner: Partner) -> QuerySet[Deal]:
    since, until = _days(request)
    deals = trades_below(partner, since=_midnight(since), until=_midnight(until) + timedelta(days=1))
    symbol, number = request.GET.get("symbol", "")[:32], request.GET.get("q", "").strip()
    if symbol:
        deals = deals.filter(symbol=symbol)
    if number.isdecimal() and len(number) < 18:
        deals = deals.filter(account__client_number=int(number))
    return deals


def _days(request: HttpRequest) -> tuple[date, date]:
    """Thirty days unless others are asked for; UTC's, as in the sums of the dashboard."""
    today = clock.now().date()
    until = _day(request.GET.get("until", "")) or today
    return _day(request.GET.get("since", "")) or until - timedelta(days=DAYS - 1), until


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
