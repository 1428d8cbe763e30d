"""The trading contract in the words of the MT5 Web API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from atrium.providers.errors import NeverAgain, TryAgain
from atrium.providers.http import AnswerTooLong
from atrium.providers.trading.contract import (
    AccountMoney,
    AccountSpec,
    AccountState,
    BalanceKind,
    Deal,
    DealPage,
    GroupInfo,
    Online,
    Position,
    SymbolInfo,
)
from atrium.providers.trading.mt5 import payloads, retcodes
from atrium.providers.trading.mt5.client import TIMEOUT_SECONDS, Answer, Client
from atrium.providers.trading.mt5.manifest import Credentials, read_credentials

PAGE = 100  # the most that deal/get_page gives
_SMALL = 1000  # deals that one answer may well hold
_READINGS = 3
COMMENT_LENGTH = 31  # longer comments are cut silently, and a cut reference finds nothing
_TYPES = {
    BalanceKind.BALANCE: 2,
    BalanceKind.CREDIT: 3,
    BalanceKind.CHARGE: 4,
    BalanceKind.CORRECTION: 5,
    BalanceKind.BONUS: 6,
}
_AHEAD = timedelta(days=1)  # "until now" for a server whose clock or time zone runs ahead of ours


class Mt5Adapter:
    code = "mt5"

    def __init__(self, credentials: Credentials, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._client = Client(
            url=credentials.url,
            login=credentials.login,
            password=credentials.password,
            ca_pem=credentials.ca_pem,
            timeout_seconds=timeout_seconds,
        )
        self._groups = credentials.groups
        self._offset = timedelta(seconds=credentials.time_offset_seconds)

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, str]) -> Self:
        return cls(read_credentials(credentials))

    def ping(self) -> None:
        self._client.ping()

    def server_time(self) -> datetime:
        answer = self._client.ask("/api/time/server").get("answer")
        text = str(next(iter(answer.values()), "")) if isinstance(answer, dict) else str(answer)
        try:
            return datetime.fromtimestamp(int(text.split()[0]), UTC) - self._offset
        except (ValueError, IndexError) as error:
            raise TryAgain(f"The trading server's clock says {text!r}, which is no time.") from error

    def groups(self) -> Sequence[GroupInfo]:
        names = {"group": self._groups}
        return [payloads.group(record) for record in _records(self._client.ask("/api/group/get", names))]

    def symbols(self) -> Sequence[SymbolInfo]:
        return [
            payloads.symbol(record)
            for record in _records(self._client.ask("/api/symbol/get", {"symbol": "*"}))
        ]

    def create_account(self, spec: AccountSpec) -> int:
        parameters = {
            "login": 0,
            "group": spec.group,
            "name": spec.name,
            "leverage": spec.leverage,
            "rights": payloads.DEFAULT_RIGHTS,
            "account": spec.reference,
            "email": spec.email,
            "phone": spec.phone,
            "country": spec.country,
        }
        passwords = {"PassMain": spec.password, "PassInvestor": spec.investor_password}
        return int(self._client.change("/api/user/add", parameters, passwords)["login"])

    def find_account(self, reference: str) -> int | None:
        try:
            answer = self._client.ask("/api/user/get_external", {"account": reference})
        except NeverAgain as error:
            if error.code == str(retcodes.NOT_FOUND):
                return None
            raise
        # Reference and case compared here, because a server may search more generously than it says.
        logins = [int(user["Login"]) for user in _records(answer) if user.get("Account") == reference]
        return logins[0] if logins else None

    def account(self, login: int) -> AccountState:
        money = self._client.ask("/api/user/account/get", {"login": login})["answer"]
        return payloads.account_state(self._user(login), money)

    def money(self, logins: Sequence[int]) -> Sequence[AccountMoney]:
        found = []
        for start in range(0, len(logins), PAGE):
            names = ",".join(str(login) for login in logins[start : start + PAGE])
            found += [payloads.account_money(record) for record in self._money_of(names)]
        return found

    def _money_of(self, names: str) -> list[Mapping[str, Any]]:
        try:
            return _records(self._client.ask("/api/user/account/get_batch", {"login": names}))
        except NeverAgain as error:
            if error.code == str(retcodes.NOT_FOUND):
                return []
            raise

    def set_group(self, login: int, group: str) -> None:
        self._update(login, {"Group": group})

    def set_leverage(self, login: int, leverage: int) -> None:
        self._update(login, {"Leverage": str(leverage)})

    def set_rights(self, login: int, *, enabled: bool, trading: bool) -> None:
        rights = int(self._user(login).get("Rights", payloads.DEFAULT_RIGHTS))
        rights &= ~(payloads.RIGHT_ENABLED | payloads.RIGHT_TRADE_DISABLED)
        rights |= payloads.RIGHT_ENABLED * enabled | payloads.RIGHT_TRADE_DISABLED * (not trading)
        self._update(login, {"Rights": str(rights)})

    def set_password(self, login: int, password: str, *, investor: bool = False) -> None:
        body = {"Login": str(login), "Type": _password_type(investor), "Password": password}
        self._client.change("/api/user/change_password", {}, body)

    def check_password(self, login: int, password: str, *, investor: bool = False) -> bool:
        body = {"Login": str(login), "Type": _password_type(investor), "Password": password}
        try:
            self._client.ask("/api/user/check_password", body=body)
        except NeverAgain as error:
            if error.code == str(retcodes.INVALID_PASSWORD):
                return False
            raise
        return True

    def balance_operation(self, *, login: int, kind: BalanceKind, amount: Decimal, reference: str) -> int:
        if len(reference) > COMMENT_LENGTH or not reference.isascii():
            raise NeverAgain(
                f"The reference {reference!r} does not fit the server's comment. Nothing was sent."
            )
        parameters = {
            "login": login,
            "type": _TYPES[kind],
            "balance": f"{amount:f}",
            "comment": reference,
            "check_margin": 1,
        }
        return int(self._client.change("/api/trade/balance", parameters)["answer"]["Ticket"])

    def find_balance_operations(self, *, login: int, reference: str, since: datetime) -> Sequence[Deal]:
        found = self.deals_of(login, since=since, until=datetime.now(UTC) + _AHEAD)
        return [deal for deal in found if deal.comment == reference]

    def positions(self, login: int) -> Sequence[Position]:
        found = _records(self._client.ask("/api/position/get_batch", {"login": login}))
        return [payloads.position(record, offset=self._offset) for record in found]

    def deals(self, cursor: str, *, overlap_seconds: int) -> DealPage:
        watermark = int(cursor or 0)
        start = datetime.fromtimestamp(max(0, watermark - overlap_seconds), UTC)
        found = sorted(
            self._batch(start, datetime.now(UTC) + _AHEAD), key=lambda deal: (deal.time, deal.ticket)
        )
        newest = int(found[-1].time.timestamp()) if found else 0
        return DealPage(deals=tuple(found), cursor=str(max(newest, watermark)))

    def deals_of(self, login: int, *, since: datetime, until: datetime) -> Sequence[Deal]:
        """In one answer while it is small, else page by page; asked again if deals came in between and moved the pages."""
        window: dict[str, str | int] = {"login": login, "from": self._stamp(since), "to": self._stamp(until)}
        for _ in range(_READINGS):
            total = int(self._client.ask("/api/deal/get_total", window)["answer"]["total"])
            found = self._in_one(window) if total <= _SMALL else self._in_pages(window, total)
            if len(found) >= total:
                return list(found.values())
        raise TryAgain(f"The trading server promised {total} deals of login {login} and gave {len(found)}.")

    def _in_one(self, window: Mapping[str, str | int]) -> dict[int, Deal]:
        return {deal.ticket: deal for deal in self._read(self._client.ask("/api/deal/get_batch", window))}

    def _in_pages(self, window: Mapping[str, str | int], total: int) -> dict[int, Deal]:
        found: dict[int, Deal] = {}
        for offset in range(0, total, PAGE):
            page = self._client.ask("/api/deal/get_page", {**window, "offset": offset, "total": PAGE})
            found.update((deal.ticket, deal) for deal in self._read(page))
        return found

    def online(self, login: int) -> Online:
        return Online.UNKNOWN  # the Web API has no method for it

    def close(self) -> None:
        self._client.close()

    def _batch(self, start: datetime, end: datetime) -> Iterator[Deal]:
        window: dict[str, str | int] = {
            "group": self._groups,
            "from": self._stamp(start),
            "to": self._stamp(end),
        }
        try:
            answer = self._client.ask("/api/deal/get_batch", window)
        except AnswerTooLong:
            if end - start < timedelta(seconds=2):
                raise
            middle = start + (end - start) / 2
            yield from self._batch(start, middle)
            yield from self._batch(middle + timedelta(seconds=1), end)  # both ends belong to a window
        else:
            yield from self._read(answer)

    def _read(self, answer: Answer) -> Iterator[Deal]:
        return (payloads.deal(record, offset=self._offset) for record in _records(answer))

    def _stamp(self, at: datetime) -> int:
        """Server seconds of a time of ours."""
        return max(0, int((at + self._offset).timestamp()))

    def _user(self, login: int) -> dict[str, Any]:
        return dict(self._client.ask("/api/user/get", {"login": login})["answer"])

    def _update(self, login: int, changed: Mapping[str, str]) -> None:
        """Sends the whole record: some servers take an update for the changed fields, others for all of them."""
        before = self._user(login)
        whole = {name: str(value) for name, value in before.items() if not isinstance(value, list | dict)}
        self._client.change("/api/user/update", {"login": login}, {**whole, **changed})
        after = self._user(login)
        wrong = [name for name, value in changed.items() if str(after.get(name)) != value]
        if wrong:
            raise NeverAgain(
                f"The trading server accepted the change of login {login} but kept its old {wrong[0]}."
            )


def _records(answer: Answer) -> list[Mapping[str, Any]]:
    """One record or many: the server drops the list around a single one."""
    found = answer.get("answer")
    if isinstance(found, dict):
        return [found]
    return [record for record in found or [] if isinstance(record, dict)]


def _password_type(investor: bool) -> str:
    return "investor" if investor else "main"
