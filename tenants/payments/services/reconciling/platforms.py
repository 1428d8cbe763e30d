"""Trading servers: each money deal beside our operation of the same ticket, then what an account holds beside what our
books and its trades say it must hold. A difference is told once: what a deal explains, the balance does not tell again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection as database

from atrium.kernel.errors import AtriumError
from atrium.kernel.money import round_half_even
from atrium.providers.errors import ProviderError
from atrium.providers.trading.contract import Action, TradingAdapter
from atrium.providers.trading.contract import Deal as ServerDeal
from tenants.ledger import addresses
from tenants.ledger import selectors as ledger
from tenants.trading.models import BalanceOperation, Server, TradingAccount
from tenants.trading.services.calling import calling

from ...engine.comparing import DIFFERS, MATCHED, MISSING_THERE, Found, Key, Side, compare, judge
from ...models import Way
from .sources import Asking, NotAsked, Source

BATCH: Final = 500
MONEY: Final = (Action.BALANCE, Action.CORRECTION, Action.BONUS)
"""Deals that bring money in or out. A credit is not balance; all others are what trading did to the balance."""

_APART: Final = (*MONEY, Action.CREDIT)
_LATEST: Final = """
    LEFT JOIN (SELECT DISTINCT ON (change.deal_id) change.deal_id, change.facts FROM trading_dealchange change
               ORDER BY change.deal_id, change.id DESC) now ON now.deal_id = deal.id
"""
_DEALS: Final = f"""
SELECT deal.login, deal.ticket, coalesce((now.facts->>'profit')::numeric, deal.profit), deal.time
FROM trading_deal deal {_LATEST}
WHERE deal.account_id = ANY (%s) AND coalesce(now.facts->>'action', deal.action) = ANY (%s)
"""
_TRADED: Final = f"""
SELECT deal.login, sum(
    coalesce((now.facts->>'profit')::numeric, deal.profit) + coalesce((now.facts->>'commission')::numeric, deal.commission)
    + coalesce((now.facts->>'swap')::numeric, deal.swap) + coalesce((now.facts->>'fee')::numeric, deal.fee))
FROM trading_deal deal {_LATEST}
WHERE deal.account_id = ANY (%s) AND coalesce(now.facts->>'action', deal.action) <> ALL (%s) GROUP BY deal.login
"""


@dataclass
class _Look:
    """Some accounts of one server, all in one moment."""

    server: Server
    accounts: Sequence[TradingAccount]
    balances: dict[int, int] = field(default_factory=dict)  # by login, in our ledger
    apart: dict[int, int] = field(default_factory=lambda: defaultdict(int))  # what single deals differ by

    def address(self, account: TradingAccount) -> str:
        return addresses.trading(self.server.code, account.login, account.currency)


def sources() -> list[Source]:
    rows = Server.objects.filter(active=True).exclude(kind=Server.Kind.DEMO).order_by("code")
    return [
        Source(Way.PLATFORM, row.code, row.name, lambda asking, row=row: _compare(row, asking))  # type: ignore[misc]
        for row in rows
    ]


def _compare(server: Server, asking: Asking) -> Iterator[Found]:
    last = 0
    live = TradingAccount.objects.filter(server=server, kind="live").order_by("login")
    while batch := list(live.filter(login__gt=last)[:BATCH]):
        last = batch[-1].login
        try:
            with calling(server) as adapter:
                yield from _compare_batch(_Look(server, batch), adapter, asking)
        except (ProviderError, AtriumError) as error:
            raise NotAsked(error.message) from error


def _compare_batch(look: _Look, adapter: TradingAdapter, asking: Asking) -> Iterator[Found]:
    by_login = {account.login: account for account in look.accounts}
    held = ledger.balances([look.address(account) for account in look.accounts])
    look.balances = {
        account.login: held[look.address(account)].posted.amount_minor for account in look.accounts
    }
    singles = list(_single_deals(look, by_login, asking))
    moving = _moving(look, asking)
    yield from (found for found in singles if found.at < asking.quiet_from)
    for found in singles:
        look.apart[_login_of(found)] += found.difference
        # What was booked for it is in our balance already; what was only explained still stands apart.
        look.apart[_login_of(found)] -= asking.booked.get(found.fingerprint, 0)
    worth = {money.login: money.balance for money in adapter.money(list(by_login))}
    traded = _traded(look)
    for login, account in by_login.items():
        if login not in moving:
            yield from _balance(look, account, adapter, worth, traded.get(login, Decimal(0)), asking)


def _single_deals(look: _Look, by_login: dict[int, TradingAccount], asking: Asking) -> Iterator[Found]:
    theirs: dict[Key, Side] = {}
    for login, ticket, amount, at in _rows(_DEALS, look, MONEY):
        key = Key("operation", f"{login}:{ticket}", by_login[login].currency)
        theirs[key] = Side(_minor(amount, by_login[login]), at, look.address(by_login[login]))
    ours: dict[Key, Side] = {}
    for row in BalanceOperation.objects.filter(account__in=look.accounts, state="confirmed", kind__in=MONEY):
        key = Key("operation", f"{row.login}:{row.ticket}", row.currency)
        at = row.ended_at or row.created_at
        ours[key] = Side(row.amount_minor, at, look.address(by_login[row.login]), "operation", row.id)
    for found in compare(
        way=Way.PLATFORM, source=look.server.code, ours=ours, theirs=theirs, explained=asking.explained,
        quiet_from=asking.now + timedelta(days=1),
    ):  # fmt: skip
        if found.difference or found.at >= asking.since:
            yield found


def _login_of(found: Found) -> int:
    return int(found.key.reference.partition(":")[0])


def _moving(look: _Look, asking: Asking) -> set[int]:
    """Log-ins on which money moves or has just moved: they are compared the next time."""
    rows = BalanceOperation.objects.filter(account__in=look.accounts)
    under_way = rows.filter(state__in=["new", "sending", "unknown"])
    just_now = rows.filter(ended_at__gte=asking.quiet_from)
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT login FROM trading_deal WHERE account_id = ANY (%s) AND action = ANY (%s) AND time >= %s",
            [[account.id for account in look.accounts], [str(one) for one in MONEY], asking.quiet_from],
        )
        fresh = {login for (login,) in cursor.fetchall()}
    return {*under_way.values_list("login", flat=True), *just_now.values_list("login", flat=True), *fresh}


def _balance(
    look: _Look,
    account: TradingAccount,
    adapter: TradingAdapter,
    worth: dict[int, Decimal],
    traded: Decimal,
    asking: Asking,
) -> Iterator[Found]:
    """`theirs` is what the server shows less what trading earned there: what must have come from us."""
    ours = look.balances[account.login] + look.apart[account.login]
    key = Key("balance", str(account.login), account.currency)
    base = Found(
        Way.PLATFORM, look.server.code, key, MATCHED, ours, None, asking.now, look.address(account), "account", account.id
    )  # fmt: skip
    if account.login not in worth:
        if ours or look.apart[account.login]:
            yield _with(base, MISSING_THERE, None)
        return
    theirs = _minor(worth[account.login] - traded, account)
    explained = asking.explained.get(base.fingerprint, 0)
    if judge(ours, theirs, explained) != MATCHED:
        confirmed = _asked_again(look, account, adapter)
        if confirmed is None:
            return
        theirs = confirmed
    yield _with(base, MATCHED if judge(ours, theirs, explained) == MATCHED else DIFFERS, theirs)


def _asked_again(look: _Look, account: TradingAccount, adapter: TradingAdapter) -> int | None:
    """Their own deals of this one account, between two equal readings of its balance. None: it is being traded just now."""
    before = _shown(adapter, account.login)
    deals = adapter.deals_of(
        account.login, since=account.opened_at - timedelta(days=3650), until=_far(adapter)
    )
    after = _shown(adapter, account.login)
    if before is None or before != after:
        return None
    return _minor(after - _earned(deals), account)


def _far(adapter: TradingAdapter) -> datetime:
    return adapter.server_time() + timedelta(days=1)


def _shown(adapter: TradingAdapter, login: int) -> Decimal | None:
    return next((money.balance for money in adapter.money([login]) if money.login == login), None)


def _earned(deals: Iterable[ServerDeal]) -> Decimal:
    traded = (deal for deal in deals if deal.action not in _APART)
    return sum((deal.profit + deal.commission + deal.swap + deal.fee for deal in traded), Decimal(0))


def _traded(look: _Look) -> dict[int, Decimal]:
    return dict(_rows(_TRADED, look, _APART))


def _rows(statement: str, look: _Look, actions: Sequence[Action]) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(
            statement, [[account.id for account in look.accounts], [str(action) for action in actions]]
        )
        return list(cursor.fetchall())


def _minor(amount: Decimal, account: TradingAccount) -> int:
    return round_half_even(amount, account.currency).amount_minor


def _with(found: Found, verdict: str, theirs: int | None) -> Found:
    return Found(
        found.way, found.source, found.key, verdict, found.ours, theirs, found.at, found.account,
        found.record_kind, found.record_id,
    )  # fmt: skip
