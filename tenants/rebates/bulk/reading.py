"""Closing deals out of the table, in the order of (close time, id), as many at a time as one transaction takes."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection

from atrium.kernel.among import Among
from atrium.kernel.collecting import uncollected
from tenants.rebates.engine.document import Deal
from tenants.rebates.engine.numbers import ZERO
from tenants.trading import models as trading

from ..gather import commissionable
from ..models import DealFacts, Line
from ..scenario import STOPPED_OUT, deal_id
from .state import Key

_FLAGS: Final[dict[str, frozenset[str]]] = {STOPPED_OUT: frozenset({"liquidation"})}
_NO_FLAGS: Final[frozenset[str]] = frozenset()

# Times are whole seconds. Deals that their server changed are read one by one beside this.
_FACTS: Final = """
SELECT d.id, s.code || ':' || d.ticket, s.code || ':' || d.login, d.symbol, d.side, d.closed_lots,
  extract(epoch FROM date_trunc('second', least(d.opened_at, d.time)))::bigint,
  extract(epoch FROM date_trunc('second', d.time))::bigint,
  d.open_price, d.price, d.commission, d.profit, d.reason,
  f.deal_id, f.spread, f.markup, f.revenue, f.equity, f.credit, f.flags::text, os.code || ':' || o.ticket, o.closed_lots,
  {lined}
FROM trading_deal d
JOIN trading_server s ON s.id = d.server_id
JOIN {among}
LEFT JOIN rebates_dealfacts f ON f.deal_id = d.id
LEFT JOIN trading_deal o ON o.id = f.close_by
LEFT JOIN trading_server os ON os.id = o.server_id
WHERE d.closed_lots > 0 AND d.action IN ('buy', 'sell') AND d.entry IN ('out', 'in_out', 'out_by')
  AND NOT EXISTS (SELECT FROM trading_dealchange c WHERE c.deal_id = d.id)
"""
_LIVE: Final = "trading_tradingaccount a ON a.id = d.account_id AND a.kind = 'live'"
_IN_ORDER: Final = """
  AND d.time >= to_timestamp(%(after)s) AND d.time < %(until)s AND d.time >= %(since)s
  AND (d.time >= to_timestamp(%(after)s + 1) OR (s.code || ':' || d.ticket) COLLATE "C" > %(key)s)
ORDER BY d.time, (s.code || ':' || d.ticket) COLLATE "C"
LIMIT %(limit)s
"""
_AMONG_STRETCHES: Final = """
unnest(%(accounts)s::uuid[], %(symbols)s::text[], %(since)s::bigint[], %(until)s::bigint[]) p (account, symbol, since, until)
  ON d.account_id = p.account AND d.symbol = p.symbol AND d.time >= to_timestamp(p.since) AND d.time < to_timestamp(p.until)
"""
_LINED: Final = "EXISTS (SELECT FROM rebates_line l WHERE l.deal_id = d.id AND l.source_kind = 'deal')"


@dataclass(slots=True)
class Read:
    """A deal as the engine takes it, or `lacks` its opening. `lots` are those of the platform, before any factor."""

    pk: int
    deal: Deal
    other_lots: Decimal | None = None
    lined: bool = False
    lacks: bool = False

    @property
    def key(self) -> Key:
        return self.deal.close_time, self.deal.id


class Reader:
    """Everything from `since` to `until`. `lined`: whether to ask which deals have lines already."""

    def __init__(self, since: datetime, until: datetime, *, lined: bool = False) -> None:
        self._since, self._until = since, until
        self._sql = _FACTS.format(lined=_LINED if lined else "false", among=_LIVE) + _IN_ORDER
        self._changed = self._read_changed(lined)

    @uncollected()
    def after(self, key: Key, limit: int) -> list[Read]:
        """The next ones, at most so many of them; the changed ones that belong between them come on top."""
        with connection.cursor() as cursor:
            cursor.execute(
                self._sql,
                {
                    "since": self._since,
                    "until": self._until,
                    "after": key[0],
                    "key": key[1],
                    "limit": limit,
                },
            )
            rows = [_read(row) for row in cursor.fetchall()]
        last = rows[-1].key if len(rows) == limit else None
        between = [row for row in self._changed if row.key > key and (last is None or row.key <= last)]
        return sorted([*rows, *between], key=lambda row: row.key) if between else rows

    def all(self, limit: int = 20_000) -> Iterator[Read]:
        key: Key = (int(self._since.timestamp()) - 1, "")
        while rows := self.after(key, limit):
            yield from rows
            key = rows[-1].key

    def _read_changed(self, lined: bool) -> list[Read]:
        rows = [row for row in changed_ones() if self._since <= row.time < self._until]
        return read_rows(rows, lined=lined)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was closed in a symbol on an account, from a second up to another."""

    account: UUID
    symbol: str
    since: int
    until: int


def read_stretches(stretches: Sequence[Stretch]) -> list[Read]:
    """In no order, and without the deals that their server changed. The accounts are live ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS.format(lined="false", among=_AMONG_STRETCHES),
            {
                "accounts": [one.account for one in stretches],
                "symbols": [one.symbol for one in stretches],
                "since": [one.since for one in stretches],
                "until": [one.until for one in stretches],
            },
        )
        return [_read(row) for row in cursor.fetchall()]


def changed_ones(accounts: Collection[UUID] | None = None) -> list[trading.Deal]:
    """Deals that their server changed after they came, as they are now; of these accounts, or of all."""
    found = trading.Deal.objects.filter(changes__isnull=False).distinct()
    return commissionable(found if accounts is None else found.filter(Among("account_id", accounts)))


def read_rows(rows: Sequence[trading.Deal], *, lined: bool = False) -> list[Read]:
    """Deals that are in hand already, in the order of (close time, id)."""
    ids = [row.id for row in rows]
    told = {one.deal_id: one for one in DealFacts.objects.filter(Among("deal_id", ids))} if ids else {}
    others = {one.close_by for one in told.values() if one.close_by}
    against = (
        {row.id: row for row in commissionable(trading.Deal.objects.filter(id__in=others))} if others else {}
    )
    with_lines = (
        set(Line.objects.filter(Among("deal_id", ids)).values_list("deal_id", flat=True)) if lined else set()
    )
    return sorted(
        (_of_row(row, told.get(row.id), against, row.id in with_lines) for row in rows),
        key=lambda read: read.key,
    )


def _of_row(row: trading.Deal, told: DealFacts | None, against: dict[int, trading.Deal], lined: bool) -> Read:
    other = against.get(told.close_by) if told and told.close_by else None
    return _read(
        (
            row.id, deal_id(row), f"{row.server.code}:{row.login}", row.symbol, row.side, row.closed_lots,
            None if row.opened_at is None else int(min(row.opened_at, row.time).timestamp()),
            int(row.time.astimezone(UTC).timestamp()),
            row.open_price, row.price, row.commission, row.profit, row.reason,
            None if told is None else told.deal_id,
            *((None,) * 5 if told is None else (told.spread, told.markup, told.revenue, told.equity, told.credit)),
            None if told is None else told.flags,
            None if other is None else deal_id(other), None if other is None else other.closed_lots, lined,
        )
    )  # fmt: skip


def _read(row: tuple[Any, ...]) -> Read:
    (pk, key, account, symbol, side, lots, opened, closed, open_price, price, commission, profit, reason,
     told, spread, markup, revenue, equity, credit, flags, close_by, other_lots, lined) = row  # fmt: skip
    lacks = opened is None or not open_price or not side
    deal = Deal(
        key, account, symbol, side, lots, closed if opened is None else opened, closed, open_price or price, price,
        ZERO if told is None else spread, ZERO if told is None else markup,
        -commission if commission < 0 else ZERO, profit, revenue, equity, ZERO if told is None else credit,
        _FLAGS.get(reason, _NO_FLAGS) if not flags or flags == "[]" else _flags(flags), close_by,
    )  # fmt: skip
    return Read(pk, deal, other_lots, lined, lacks)


def _flags(told: str | list[str]) -> frozenset[str]:
    return frozenset(json.loads(told) if isinstance(told, str) else told)
