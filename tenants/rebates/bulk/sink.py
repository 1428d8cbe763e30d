"""Computed lines into the table by COPY, and the sums of each party beside them for the ledger."""

import json
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import connection

from atrium.kernel import clock
from tenants.rebates.engine.numbers import ZERO
from tenants.rebates.engine.times import DAY

from ..models import PartyKind
from .ground import Ground
from .reading import Read
from .storing import Computed

Party = tuple[str, int, str]
"""Kind, number, currency."""

_COPY: Final = (
    "COPY rebates_line (deal_id, of_client_id, lots, source, symbol, time, due, amount, reason, inputs,"
    " plan_id, partner_id, client_id, level, leg, party_kind, party, currency, source_kind, generation, batch_id, created_at)"
    " FROM STDIN"
)
_NULL: Final = "\\N"
BLOCK: Final = 4_000
"""Lines that go over at once, while the next are computed: few, for whoever ends waits until the last of them are written."""
_AHEAD: Final = 4
"""Blocks that may wait for the database before whoever computes waits too."""
_ENCODE: Final = json.JSONEncoder(separators=(",", ":")).encode


class _Place:
    """What is the same for all lines of a party at its place under a plan: the end of the row, and the sum that it goes to."""

    __slots__ = ("sum", "tail")

    def __init__(self, tail: str, of: "_Sum | None") -> None:
        self.tail, self.sum = tail, of


class _Sum:
    __slots__ = ("amount",)

    def __init__(self) -> None:
        self.amount = ZERO


class LineSink:
    """Writes what it is given, in the transaction of whoever made it. `close` it.

    `background`: while lines are computed, the ones before are written, `block` at a time; the connection is the writer's until
    `close`.
    """

    def __init__(
        self, ground: Ground, batch_id: UUID, *, background: bool = False, block: int = BLOCK
    ) -> None:
        self.lines, self._block = 0, block
        self._sums: dict[Party, _Sum] = {}
        self._places: dict[tuple[str | None, str, str | None, int | None, int], _Place] = {}
        self._plans = {code: str(plan.id) for code, plan in ground.plans.items()}
        self._partners = {code: str(partner.id) for code, partner in ground.partners.items()}
        self._clients = {code: str(client.id) for code, client in ground.clients.items()}
        self._accounts = ground.scenario.accounts
        self._rows: list[str] = []
        self._writer = ThreadPoolExecutor(max_workers=1) if background else None
        self._written: deque[Future[None]] = deque()
        connection.ensure_connection()
        self._connection: Any = connection.connection
        self._end = f"deal\t0\t{batch_id}\t{clock.now().astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00\n"

    @property
    def sums(self) -> dict[Party, Decimal]:
        return {party: of.amount for party, of in self._sums.items() if of.amount}

    def add(self, read: Read, lines: Iterable[Computed]) -> None:
        deal, places, rows = read.deal, self._places, self._rows
        client = self._clients[self._accounts[deal.account].client]
        head = f"{read.pk}\t{client}\t{deal.lots}\t{_text(deal.id)}\t{_text(deal.symbol)}\t"
        time: int | None = None
        start = ""
        for line in lines:
            amount, inputs = line.amount, line.inputs
            if line.time != time:
                time = line.time
                start = f"{head}{_stamp(time)}\t"
            key = (line.plan, line.party_kind, line.party, line.level, line.leg)
            place = places.get(key)
            if place is None:
                place = places[key] = self._place(line)
            if amount and place.sum is not None:
                place.sum.amount += amount
            rows.append(
                f"{start}{_stamp(line.due)}\t{amount!s}\t{line.reason or ''}\t"
                f"{_NULL if inputs is None else _json(inputs)}\t{place.tail}"
            )
        if len(rows) >= self._block:
            self._send()

    def _place(self, line: Computed) -> _Place:
        """A party's currency is one, so its sum is found by its place as well."""
        party, plan, level = line.party or "", line.plan, line.level
        partner_id = client_id = _NULL
        of: _Sum | None = None
        if party:
            of = self._sums.setdefault((line.party_kind, int(party), line.currency), _Sum())
            if line.party_kind == PartyKind.CLIENT:
                client_id = self._clients[party]
            else:
                partner_id = self._partners[party]
        tail = (
            f"{self._plans[plan] if plan else _NULL}\t{partner_id}\t{client_id}\t{_NULL if level is None else level}\t"
            f"{line.leg}\t{line.party_kind}\t{party}\t{line.currency}\t{self._end}"
        )
        return _Place(tail, of)

    def close(self) -> None:
        """Everything is in the table; the connection is its owner's again."""
        try:
            if self._rows:
                self._send()
            self._wait(0)
        finally:
            if self._writer is not None:
                self._writer.shutdown(wait=True)

    def _send(self) -> None:
        self.lines += len(self._rows)
        block, self._rows = "".join(self._rows).encode(), []
        if self._writer is None:
            self._copy(block)
        else:
            self._wait(_AHEAD)
            self._written.append(self._writer.submit(self._copy, block))

    def _copy(self, block: bytes) -> None:
        with self._connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.write(block)

    def _wait(self, most: int) -> None:
        """Until no more than so many blocks are on their way."""
        while len(self._written) > most:
            self._written.popleft().result()


@lru_cache(maxsize=65_536)
def _stamp(time: int) -> str:
    day, second = divmod(time, DAY)
    minute, second = divmod(second, 60)
    return f"{_day(day)} {minute // 60:02}:{minute % 60:02}:{second:02}+00"


@lru_cache(maxsize=4096)
def _day(day: int) -> str:
    return f"{datetime.fromtimestamp(day * DAY, UTC):%Y-%m-%d}"


@lru_cache(maxsize=65_536)
def _text(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _json(value: dict[str, object]) -> str:
    return _text(_ENCODE(value))
