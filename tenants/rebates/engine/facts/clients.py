"""Clients as of a time: their partners, KYC level, and deposits less withdrawals."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from decimal import Decimal

from tenants.rebates.engine.document import Assign, Cash, Client, Event, Kyc, Stake
from tenants.rebates.engine.facts.exchange import Exchange
from tenants.rebates.engine.facts.history import History
from tenants.rebates.engine.numbers import ZERO

Running = tuple[list[int], list[Decimal]]


class Clients:
    def __init__(self, clients: Mapping[str, Client], events: Iterable[Event], exchange: Exchange) -> None:
        self._clients = clients
        self._exchange = exchange
        self._stakes: History[str, tuple[Stake, ...]] = History()
        self._kyc: History[str, int] = History()
        self._cash: dict[str, list[Cash]] = {}
        self._changes: dict[str, list[int]] = {}
        self._running: dict[tuple[str, str], Running] = {}
        for event in events:
            self._take(event)

    def stakes(self, client: str, time: int) -> tuple[Stake, ...]:
        return self._stakes.at(client, time, self._clients[client].stakes)

    def kyc_level(self, client: str, time: int) -> int:
        return self._kyc.at(client, time, self._clients[client].kyc_level)

    def cash(self, client: str) -> list[Cash]:
        """Deposits and withdrawals in the order of (at, id)."""
        return self._cash.get(client, [])

    def net_deposit(self, client: str, currency: str, time: int) -> Decimal:
        """Up to and including the time."""
        times, sums = self._net(client, currency, time)
        i = bisect_right(times, time)
        return sums[i - 1] if i else ZERO

    def changes_after(self, client: str, time: int) -> list[int]:
        """The later moments at which the KYC level or the cash of the client changes."""
        moments = self._changes.get(client, [])
        return moments[bisect_right(moments, time) :]

    def first_deposits(self) -> Iterable[Cash]:
        for events in self._cash.values():
            first = next((event for event in events if event.type == "deposit"), None)
            if first:
                yield first

    def _net(self, client: str, currency: str, time: int) -> Running:
        """Sums so far; what comes after the time is not converted before somebody asks for it."""
        times, sums = self._running.setdefault((client, currency), ([], []))
        for event in self.cash(client)[len(times) :]:
            if event.at > time:
                break
            sums.append((sums[-1] if sums else ZERO) + self.signed(event, currency))
            times.append(event.at)
        return times, sums

    def signed(self, event: Cash, currency: str) -> Decimal:
        amount = self._exchange.convert(event.amount, event.currency, currency, event.at).result
        return amount if event.type == "deposit" else -amount

    def _take(self, event: Event) -> None:
        if isinstance(event, Assign):
            self._stakes.change(event.client, event.at, event.stakes)
        elif isinstance(event, Kyc):
            self._kyc.change(event.client, event.at, event.level)
            self._changes.setdefault(event.client, []).append(event.at)
        elif isinstance(event, Cash) and event.type in ("deposit", "withdrawal"):
            self._cash.setdefault(event.client, []).append(event)
            self._changes.setdefault(event.client, []).append(event.at)
