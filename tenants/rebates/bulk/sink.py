"""Computed lines into the table by COPY, and the sums of each party beside them for the ledger."""

import json
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

from ..models import PartyKind
from .evaluator import Computed
from .ground import Ground
from .reading import Read

Party = tuple[str, int, str]
"""Kind, number, currency."""

_COPY: Final = (
    "COPY rebates_line (deal_id, plan_id, partner_id, client_id, of_client_id, time, due, batch_id, generation, level,"
    " amount, lots, source_kind, source, leg, party_kind, party, symbol, currency, reason, inputs, created_at) FROM STDIN"
)
_NULL: Final = "\\N"
_BLOCK: Final = 20_000
"""Lines that go over at once, while the next are computed."""


class LineSink:
    """Writes what it is given, in the transaction of whoever made it. `close` it.

    `background`: while lines are computed, the ones before are written; the connection is the writer's until `close`.
    """

    def __init__(self, ground: Ground, batch_id: UUID, *, background: bool = False) -> None:
        self.sums: dict[Party, Decimal] = {}
        self.lines = 0
        self._batch = str(batch_id)
        self._plans = {code: str(plan.id) for code, plan in ground.plans.items()}
        self._partners = {code: str(partner.id) for code, partner in ground.partners.items()}
        self._clients = {code: str(client.id) for code, client in ground.clients.items()}
        self._of = {account.id: account.client for account in ground.scenario.accounts.values()}
        self._rows: list[str] = []
        self._writer = ThreadPoolExecutor(max_workers=1) if background else None
        self._written: Future[None] | None = None
        connection.ensure_connection()
        self._connection: Any = connection.connection
        self._now = _stamp_of(clock.now())

    def add(self, read: Read, lines: Iterable[Computed]) -> None:
        deal = read.deal
        client = self._clients[self._of[deal.account]]
        head = f"{read.pk}\t"
        tail = f"{read.deal.lots}\tdeal\t{_text(deal.id)}\t"
        for line in lines:
            party = line.party or ""
            is_client = line.party_kind == PartyKind.CLIENT
            amount = line.amount
            partner_id = client_id = _NULL
            if party:
                if is_client:
                    client_id = self._clients[party]
                else:
                    partner_id = self._partners[party]
                if amount:
                    key = (line.party_kind, int(party), line.currency)
                    self.sums[key] = self.sums.get(key, ZERO) + amount
            self._rows.append(
                f"{head}{self._plans[line.plan] if line.plan else _NULL}\t{partner_id}\t{client_id}\t{client}\t"
                f"{_stamp(line.time)}\t{_stamp(line.due)}\t{self._batch}\t0\t{_NULL if line.level is None else line.level}\t"
                f"{amount}\t{tail}{line.leg}\t{line.party_kind}\t{party}\t{_text(deal.symbol)}\t{line.currency}\t"
                f"{line.reason or ''}\t{_NULL if line.inputs is None else _json(line.inputs)}\t{self._now}\n"
            )
            self.lines += 1
        if len(self._rows) >= _BLOCK:
            self._send()

    def close(self) -> None:
        """Everything is in the table; the connection is its owner's again."""
        try:
            if self._rows:
                self._send()
            self._wait()
        finally:
            if self._writer is not None:
                self._writer.shutdown(wait=True)

    def _send(self) -> None:
        self._wait()
        block, self._rows = "".join(self._rows).encode(), []
        if self._writer is None:
            self._copy(block)
        else:
            self._written = self._writer.submit(self._copy, block)

    def _copy(self, block: bytes) -> None:
        with self._connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.write(block)

    def _wait(self) -> None:
        if self._written is not None:
            written, self._written = self._written, None
            written.result()


@lru_cache(maxsize=65_536)
def _stamp(time: int) -> str:
    return _stamp_of(datetime.fromtimestamp(time, UTC))


def _stamp_of(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00"


@lru_cache(maxsize=65_536)
def _text(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _json(value: dict[str, object]) -> str:
    return _text(json.dumps(value, separators=(",", ":")))
