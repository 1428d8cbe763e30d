"""Reads of trading."""

import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from atrium.kernel.errors import NotFound
from atrium.providers.errors import ProviderError
from atrium.providers.trading.contract import Position
from tenants.clients.models import Client
from tenants.clients.selectors import clients_for
from tenants.staff.models import Member
from tenants.staff.scopes import everything

from .models import BalanceOperation, Deal, Product, Server, Symbol, TradingAccount
from .services.calling import calling
from .types import LiveState


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


def operations_of(account: TradingAccount) -> QuerySet[BalanceOperation]:
    return BalanceOperation.objects.filter(account=account).order_by("-created_at")


def operations_for_a_person() -> QuerySet[BalanceOperation]:
    manual = Q(state=BalanceOperation.State.MANUAL)
    return BalanceOperation.objects.select_related("account", "server").filter(manual).order_by("created_at")


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


def _newest(deals: QuerySet[Deal]) -> QuerySet[Deal]:
    return deals.select_related("account", "server").order_by("-time", "-id")
