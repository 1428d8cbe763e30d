"""What clients closed before in the same symbols, as far back as the hedges of some deals can reach."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from tenants.trading.models import TradingAccount

from .reading import Read, Stretch, changed_ones, read_rows, read_stretches
from .session import FOREVER

Pair = tuple[UUID, str]
"""A client and a symbol: within it deals are matched."""

_FIRST_STEP: Final = 3600
"""Seconds. Each look back goes four times as far as the one before: few are needed, however long positions were held."""


def history_of_pairs(
    accounts: Sequence[TradingAccount], deals: Sequence[Read], *, known: Sequence[Read]
) -> list[Read]:
    """In order. `accounts` are all those of the deals' clients; what is `known` is at hand already.

    A deal is matched with what closed after it was opened, and that may have been matched with what closed after *it* was
    opened. So each pair is read back to a moment before which nothing was opened that closed after it.
    """
    pairs = _Pairs(accounts)
    begins = pairs.first_opened(deals)
    changed = [read for read in pairs.changed() if pairs.of(read) in begins]
    found: list[Read] = []
    spans, step = {pair: (begin, FOREVER) for pair, begin in begins.items()}, _FIRST_STEP
    while spans:
        new = read_stretches(pairs.stretches(spans))
        found += new
        held = pairs.first_opened([*new, *pairs.since(begins, changed)])
        spans = {pair: (at - step, begins[pair]) for pair, at in held.items() if at < begins[pair]}
        begins |= {pair: since for pair, (since, _until) in spans.items()}
        step *= 4
    at_hand = {read.pk for read in known}
    found += pairs.since(begins, changed)
    return sorted(
        (read for read in found if read.pk not in at_hand and not read.lacks), key=lambda read: read.key
    )


class _Pairs:
    def __init__(self, accounts: Sequence[TradingAccount]) -> None:
        self._owners = {f"{one.server.code}:{one.login}": one.client_id for one in accounts}
        self._of_client: dict[UUID, list[UUID]] = {}
        for account in accounts:
            self._of_client.setdefault(account.client_id, []).append(account.id)

    def of(self, read: Read) -> Pair:
        return self._owners[read.deal.account], read.deal.symbol

    def first_opened(self, reads: Iterable[Read]) -> dict[Pair, int]:
        first: dict[Pair, int] = {}
        for read in reads:
            pair, opened = self.of(read), read.deal.open_time
            first[pair] = min(first.get(pair, opened), opened)
        return first

    def since(self, begins: Mapping[Pair, int], reads: Iterable[Read]) -> list[Read]:
        return [read for read in reads if read.deal.close_time >= begins[self.of(read)]]

    def stretches(self, spans: Mapping[Pair, tuple[int, int]]) -> list[Stretch]:
        return [
            Stretch(account, symbol, since, until)
            for (client, symbol), (since, until) in spans.items()
            for account in self._of_client[client]
        ]

    def changed(self) -> list[Read]:
        """Of all their deals those that their server changed after they came."""
        return read_rows(changed_ones([one for ids in self._of_client.values() for one in ids]))
