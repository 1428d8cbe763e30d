"""Deals at an even pace into the table, and how long each takes until its IB sees its line."""

import os
import threading
import time
import uuid
from datetime import UTC, timedelta
from typing import Final

import psycopg

from atrium.kernel.tenancy import Tenant
from infra.bench.figures import percentile
from infra.bench.rebates.house import CLIENTS, LAST

A_SECOND: Final = 500
BATCHES: Final = 5
"""In each second, as a server's feed brings them."""
_INSERT: Final = """
INSERT INTO trading_deal (server_id, ticket, login, account_id, batch_id, action, entry, side, symbol, lots, closed_lots, price,
    position_id, open_price, opened_at, profit, commission, swap, fee, contract_size, time, reason, comment, digest, recorded_at)
SELECT a.server_id, 900000000 + n, a.login, a.id, %(batch)s, 'sell', 'out', 'buy', 'EURUSD', 0.5, 0.5, 1.105, n, 1.1,
    %(at)s - interval '1 hour', 5, -3.5, 0, 0, 100000, %(at)s, 'client', '', 'x', %(at)s
FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
JOIN trading_tradingaccount a ON a.login = 70000001 + (n * 7919) %% %(accounts)s
"""


def p99(tenant: Tenant, seconds: int) -> float:
    """Seconds. The feed is a thread of its own and does not wait for anybody."""
    from atrium.kernel import tenancy
    from tenants.rebates.gather import closing_deals
    from tenants.rebates.services import accrue_batches

    waiting: list[tuple[uuid.UUID, float]] = []
    done = threading.Event()
    feed = threading.Thread(target=_feed, args=(tenant.schema, seconds, waiting, done))
    feed.start()
    took: list[float] = []
    with tenancy.entered(tenant):
        while not done.is_set() or waiting:
            if not waiting:
                time.sleep(0.005)
                continue
            ready = waiting[:]
            accrue_batches(batch_ids=[batch for batch, _came in ready])
            seen = time.perf_counter()
            del waiting[: len(ready)]
            took += [seen - came for _batch, came in ready]
        if closing_deals(time__gte=LAST):
            raise SystemExit("Deals of the stream have no lines.")
    feed.join()
    return percentile(took, 0.99)


def _feed(schema: str, seconds: int, waiting: list[tuple[uuid.UUID, float]], done: threading.Event) -> None:
    size, began, number = A_SECOND // BATCHES, time.perf_counter(), 0
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema}".encode())
        for turn in range(seconds * BATCHES):
            time.sleep(max(0.0, began + turn / BATCHES - time.perf_counter()))
            batch, at = uuid.uuid4(), LAST.astimezone(UTC) + timedelta(seconds=turn // BATCHES)
            connection.execute(
                _INSERT,
                {"batch": batch, "at": at, "first": number, "last": number + size - 1, "accounts": CLIENTS},
            )
            number += size
            waiting.append((batch, time.perf_counter()))
    done.set()
