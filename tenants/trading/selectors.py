"""Reads of trading."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from atrium.kernel.errors import AtriumError, NotFound
from atrium.providers.errors import ProviderError
from atrium.providers.trading.contract import Position
from tenants.clients.models import Client
from tenants.clients.selectors import clients_for
from tenants.staff.models import Member
from tenants.staff.scopes import everything

from .models import (
    BalanceRule,
    BalanceSignal,
    DailyEquity,
    Deal,
    Product,
    Server,
    Symbol,
    TradingAccount,
)
from .services.calling import calling
from .types import LiveState, Worth


def servers() -> QuerySet[Server]:
    return Server.objects.order_by("code")


def products(*, kind: str = "") -> QuerySet[Product]:
    """What a client may choose."""
    shown = Product.objects.select_related("server").filter(visible=True, server__active=True)
    return (shown.filter(kind=kind) if kind else shown).order_by("place", "name")


def product(product_id: uuid.UUID | str) -> Product:
    found = products().filter(id=product_id).first()
    if found is None:
        raise NotFound("There is no such account type.")
    return found


def symbols() -> QuerySet[Symbol]:
    return Symbol.objects.order_by("symbol")


def accounts_of(client: Client) -> QuerySet[TradingAccount]:
    """The client's own, newest first."""
    rows = TradingAccount.objects.select_related("server", "product").filter(client_id=client.id)
    return rows.order_by("-opened_at", "-id")


def account_of(client: Client, account_id: uuid.UUID | str) -> TradingAccount:
    account = accounts_of(client).filter(id=account_id).first()
    if account is None:
        raise NotFound("There is no such trading account.")
    return account


def accounts_for(member: Member) -> QuerySet[TradingAccount]:
    """The accounts of the clients this member may see."""
    rows = TradingAccount.objects.select_related("server", "product").order_by("-opened_at", "-id")
    if not member.allows("trading.view"):
        return rows.none()
    if everything(member, "clients.view"):
        return rows
    return rows.filter(client_id__in=clients_for(member).values("id"))


def account_for(member: Member, account_id: uuid.UUID | str) -> TradingAccount:
    account = accounts_for(member).filter(id=account_id).first()
    if account is None:
        raise NotFound("There is no such trading account.")
    return account


def deals_of(client: Client) -> QuerySet[Deal]:
    """All deals of the client's accounts, newest first."""
    return _newest(Deal.objects.filter(account__client_id=client.id))


def deals_of_account(account: TradingAccount) -> QuerySet[Deal]:
    return _newest(Deal.objects.filter(account=account))


def deals_for(member: Member) -> QuerySet[Deal]:
    if not member.allows("trading.view"):
        return Deal.objects.none()
    if everything(member, "clients.view"):
        return _newest(Deal.objects.all())
    return _newest(Deal.objects.filter(account__in=accounts_for(member).values("id")))


def unmatched_deals() -> QuerySet[Deal]:
    """Deals of logins that none of our accounts has."""
    return _newest(Deal.objects.filter(account__isnull=True))


def live_state(account: TradingAccount) -> LiveState | None:
    """As the server shows it now; None while it cannot be reached. Not for use inside a transaction."""
    try:
        with calling(account.server) as adapter:
            state = adapter.account(account.login)
    except ProviderError:
        return None
    return LiveState(state.balance, state.credit, state.equity, state.margin, state.free_margin)


def positions(account: TradingAccount) -> Sequence[Position] | None:
    """Open positions as the server shows them now; None while it cannot be reached."""
    try:
        with calling(account.server) as adapter:
            return adapter.positions(account.login)
    except ProviderError:
        return None


def equity_days(client_id: uuid.UUID, currency: str, since: date) -> list[tuple[date, Decimal]]:
    """What the client's live accounts in this currency were worth together, day by day."""
    rows = (
        DailyEquity.objects.filter(
            account__client_id=client_id, account__kind="live", account__currency=currency, day__gte=since
        )
        .values("day")
        .annotate(equity=Sum("equity"))
        .order_by("day")
    )
    return [(row["day"], row["equity"]) for row in rows]


def average_daily_assets(days: Sequence[tuple[date, Decimal]]) -> Decimal | None:
    return sum((equity for _, equity in days), Decimal(0)) / len(days) if days else None


def open_signals(client_ids: Collection[uuid.UUID]) -> list[BalanceSignal]:
    rows = BalanceSignal.objects.select_related("account").filter(over_at=None)
    return list(rows.filter(account__client_id__in=list(client_ids)).order_by("-since"))


def balance_rules() -> QuerySet[BalanceRule]:
    return BalanceRule.objects.order_by("currency")


def worth_now(client: Client) -> Worth | None:
    """All live accounts as their servers show them now; None while one cannot be reached. Not inside a transaction."""
    accounts = list(
        accounts_of(client).filter(kind="live", currency=client.currency).exclude(status="archived")
    )
    by_server: dict[uuid.UUID, list[TradingAccount]] = defaultdict(list)
    for account in accounts:
        by_server[account.server_id].append(account)
    balance = equity = margin = Decimal(0)
    open_positions: list[Position] = []
    try:
        for group in by_server.values():
            with calling(group[0].server) as adapter:
                for money in adapter.money([account.login for account in group]):
                    balance, equity = balance + money.balance, equity + money.equity
                    margin += money.margin
                for account in group:
                    open_positions += adapter.positions(account.login)
    except (ProviderError, AtriumError):  # it does not answer, or its connection is switched off
        return None
    return Worth(client.currency, balance, equity, margin, tuple(open_positions))


def seen_online(client: Client) -> dict[int, str]:
    """By login: yes, no or unknown, where the platform can tell. Not inside a transaction."""
    found: dict[int, str] = {}
    for account in accounts_of(client).exclude(status="archived")[:20]:
        try:
            with calling(account.server) as adapter:
                found[account.login] = adapter.online(account.login).value
        except (ProviderError, AtriumError):
            found[account.login] = "unknown"
    return found


def _newest(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    return deals.select_related("account", "server").order_by("-time", "-id")


def holdings(client: Client) -> str:
    """What keeps this client from being merged into another, in words."""
    kept = TradingAccount.objects.filter(client_id=client.id).exclude(status=TradingAccount.Status.ARCHIVED)
    count = kept.count()
    return f"{count} trading account{'s' if count > 1 else ''}" if count else ""
