"""The trading contract over a world in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Self, TypeVar

from atrium.providers.errors import NeverAgain, OutcomeUnknown, TryAgain
from atrium.providers.trading.contract import (
    AccountMoney,
    AccountSpec,
    AccountState,
    Action,
    BalanceKind,
    Deal,
    DealPage,
    GroupInfo,
    Online,
    Position,
    SymbolInfo,
)
from atrium.providers.trading.fake.world import Account, Spite, World, world

T = TypeVar("T")


class FakeAdapter:
    code = "fake"

    def __init__(self, own: World) -> None:
        self.world = own

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, str]) -> Self:
        return cls(world(credentials["world"]))

    def ping(self) -> None:
        if self.world.unreachable:
            raise TryAgain("The trading server cannot be reached. Nothing was sent.", code="unreachable")

    def server_time(self) -> datetime:
        self.ping()
        return self.world.now()

    def groups(self) -> Sequence[GroupInfo]:
        self.ping()
        return list(self.world.groups.values())

    def symbols(self) -> Sequence[SymbolInfo]:
        self.ping()
        return list(self.world.symbols.values())

    def create_account(self, spec: AccountSpec) -> int:
        if spec.group not in self.world.groups:
            raise NeverAgain("There is no such group on the trading server.", code="8")
        return self._spitefully(lambda: self._created(spec))

    def _created(self, spec: AccountSpec) -> int:
        login = self.world.next_login
        self.world.next_login += 1
        self.world.accounts[login] = Account(
            login, spec, spec.group, spec.leverage, spec.password, spec.investor_password
        )
        return login

    def find_account(self, reference: str) -> int | None:
        self.ping()
        found = [one.login for one in self.world.accounts.values() if one.spec.reference == reference]
        return found[0] if found else None

    def account(self, login: int) -> AccountState:
        self.ping()
        one = self._account(login)
        floating = sum((position.profit for position in self._positions(login)), Decimal(0))
        return AccountState(
            login=login,
            group=one.group,
            name=one.spec.name,
            leverage=one.leverage,
            enabled=one.enabled,
            trading_enabled=one.trading,
            reference=one.spec.reference,
            balance=one.balance,
            credit=one.credit,
            equity=one.balance + one.credit + floating,
            margin=Decimal(0),
            free_margin=one.balance + one.credit + floating,
        )

    def money(self, logins: Sequence[int]) -> Sequence[AccountMoney]:
        known = [self.account(login) for login in logins if login in self.world.accounts]
        return [
            AccountMoney(one.login, one.balance, one.credit, one.equity, one.margin, one.free_margin)
            for one in known
        ]

    def set_group(self, login: int, group: str) -> None:
        one = self._account(login)
        if self.world.groups[group].currency != self.world.groups[one.group].currency:
            raise NeverAgain("The group has another currency than the trading account.", code="3010")
        one.group = group

    def set_leverage(self, login: int, leverage: int) -> None:
        self._account(login).leverage = leverage

    def set_rights(self, login: int, *, enabled: bool, trading: bool) -> None:
        one = self._account(login)
        one.enabled, one.trading = enabled, trading

    def set_password(self, login: int, password: str, *, investor: bool = False) -> None:
        one = self._account(login)
        if investor:
            one.investor_password = password
        else:
            one.password = password

    def check_password(self, login: int, password: str, *, investor: bool = False) -> bool:
        one = self._account(login)
        return password == (one.investor_password if investor else one.password)

    def balance_operation(self, *, login: int, kind: BalanceKind, amount: Decimal, reference: str) -> int:
        one = self._account(login)
        if one.balance + one.credit + amount < 0:
            raise NeverAgain("There is not enough free money on the trading account.", code="10019")
        return self._spitefully(lambda: self._booked(one, kind, amount, reference))

    def _booked(self, one: Account, kind: BalanceKind, amount: Decimal, reference: str) -> int:
        if kind in (BalanceKind.CREDIT, BalanceKind.BONUS):
            one.credit += amount
        else:
            one.balance += amount
        return self.world.money_deal(one.login, Action(kind), amount, reference).ticket

    def find_balance_operations(self, *, login: int, reference: str, since: datetime) -> Sequence[Deal]:
        found = self.deals_of(login, since=since, until=self.world.now() + timedelta(days=1))
        return [deal for deal in found if deal.comment == reference]

    def positions(self, login: int) -> Sequence[Position]:
        self.ping()
        return self._positions(login)

    def deals(self, cursor: str, *, overlap_seconds: int) -> DealPage:
        self.ping()
        start = datetime.fromtimestamp(max(0, int(cursor or 0) - overlap_seconds), UTC)
        found = sorted(
            (deal for deal in self.world.deals.values() if deal.time >= start),
            key=lambda deal: (deal.time, deal.ticket),
        )
        newest = int(found[-1].time.timestamp()) if found else 0
        return DealPage(tuple(found), str(max(newest, int(cursor or 0))))

    def deals_of(self, login: int, *, since: datetime, until: datetime) -> Sequence[Deal]:
        self.ping()
        earliest = since.replace(microsecond=0)
        return [
            deal
            for deal in self.world.deals.values()
            if deal.login == login and earliest <= deal.time <= until
        ]

    def online(self, login: int) -> Online:
        return Online.UNKNOWN

    def close(self) -> None:
        return

    def _account(self, login: int) -> Account:
        self.ping()
        if login not in self.world.accounts:
            raise NeverAgain("The trading server does not know this login.", code="13")
        return self.world.accounts[login]

    def _positions(self, login: int) -> list[Position]:
        return [position for position in self.world.positions.values() if position.login == login]

    def _spitefully(self, act: Callable[[], T]) -> T:
        spite = self.world.spites.popleft() if self.world.spites else None
        if spite is Spite.TOO_FREQUENT:
            raise TryAgain("The trading server asks for fewer requests.", code="12", retry_after_seconds=2)
        if spite is Spite.REFUSE:
            raise NeverAgain("The trading server refused: rejected.", code="10006")
        done = None if spite is Spite.LOSE_REQUEST else act()
        if spite in (Spite.LOSE_ANSWER, Spite.LOSE_REQUEST) or done is None:
            raise OutcomeUnknown(
                "The connection was lost before the answer came. It is looked up before a resend."
            )
        return done
