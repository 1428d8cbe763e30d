"""A million movements by the bulk verb, and the same rows by COPY into a table with the same keys, checks and indexes."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from atrium.kernel.tenancy import Tenant

MOVEMENTS = 1_000_000
_TWIN = (
    "CREATE TABLE bench_twin (LIKE ledger_movement INCLUDING ALL)",
    "ALTER TABLE bench_twin ADD FOREIGN KEY (debit_id, currency) REFERENCES ledger_account (id, currency)",
    "ALTER TABLE bench_twin ADD FOREIGN KEY (credit_id, currency) REFERENCES ledger_account (id, currency)",
    "ALTER TABLE bench_twin ADD FOREIGN KEY (of_hold) REFERENCES bench_twin (id)",
    "ALTER TABLE bench_twin ADD FOREIGN KEY (reverses) REFERENCES bench_twin (id)",
)
_COLUMNS = (
    "id, idem_key, leg, idem_hash, phase, of_hold, reverses, debit_id, credit_id, currency, amount_minor, freed_minor, kind,"
    " ledger_transaction_id, effective_at, created_at"
)


def posted(tenant: Tenant, count: int = MOVEMENTS) -> float:
    """Movements a second, from the list of them to the commit."""
    from atrium.kernel import tenancy
    from atrium.kernel.money import Money
    from tenants.ledger import services
    from tenants.ledger.types import Movement

    cent = Money(1, "USD")
    wallets = [f"client:{number}:wallet:USD" for number in range(1, 1001)]
    movements = [
        Movement("psp:bulk:USD", wallets[number % 1000], cent, "bench.bulk") for number in range(count)
    ]
    with tenancy.entered(tenant):
        begun = time.perf_counter()
        services.post_many(movements=movements, key="bench:bulk")
        return count / (time.perf_counter() - begun)


def copied(tenant: Tenant, count: int = MOVEMENTS) -> float:
    """The machine's limit, over the very rows that were posted."""
    with _owner(tenant) as owner:
        for statement in _TWIN:
            owner.execute(statement.encode())
        rows = (
            f"COPY (SELECT {_COLUMNS} FROM ledger_movement WHERE kind = 'bench.bulk' ORDER BY seq) TO STDOUT"
        )
        with owner.cursor().copy(rows.encode()) as out:
            blocks = [bytes(block) for block in out]
        begun = time.perf_counter()
        with owner.cursor().copy(f"COPY bench_twin ({_COLUMNS}) FROM STDIN".encode()) as into:
            for block in blocks:
                into.write(block)
        rate = count / (time.perf_counter() - begun)
        found = owner.execute("SELECT count(*) FROM bench_twin").fetchone()
        if found != (count,):
            raise SystemExit(f"The twin has {found} rows instead of {count:,}.")
        owner.execute("DROP TABLE bench_twin")
    return rate


@contextmanager
def _owner(tenant: Tenant) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute(f"SET search_path = {tenant.schema}".encode())
        yield owner
