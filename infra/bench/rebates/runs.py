"""The run itself, the loop that it is measured against, and the same lines by COPY into a twin of their table."""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psutil
import psycopg

from atrium.kernel.tenancy import Tenant
from infra.bench.rebates.house import FIRST, LAST

SAMPLE: Final = 150
"""Deals of the loop."""
_FOREIGN: Final = (
    ("plan_id", "rebates_plan"),
    ("partner_id", "ibs_partner"),
    ("client_id", "clients_client"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    lines: int
    seconds: float
    bytes_a_line: float
    memory: int = 0

    @property
    def rate(self) -> float:
        return self.lines / self.seconds


def run(tenant: Tenant) -> Measured:
    """From deals in the table to lines stored and posted."""
    from atrium.kernel import tenancy
    from tenants.rebates.services.accrual import accrue_period

    process, most = psutil.Process(), 0

    def look(_deals: int) -> None:
        nonlocal most
        most = max(most, process.memory_info().rss)

    with tenancy.entered(tenant):
        begun = time.perf_counter()
        done = accrue_period(since=FIRST, until=LAST, progress=look)
        seconds = time.perf_counter() - begun
    return Measured(done.lines, seconds, _bytes(tenant, "rebates_line") / max(done.lines, 1), most)


def looped(tenant: Tenant) -> float:
    """Lines a second of the same rules deal by deal: facts, engine, rows, posting. What it wrote is taken back."""
    from django.db import transaction

    from atrium.kernel import tenancy
    from tenants.rebates.gather import commissionable
    from tenants.rebates.services import subledger
    from tenants.rebates.services.accrual import lines_of
    from tenants.trading.models import Deal

    with tenancy.entered(tenant), transaction.atomic():
        deals = list(Deal.objects.order_by("id").values_list("id", flat=True)[1000 : 1000 + SAMPLE])
        begun, lines = time.perf_counter(), 0
        for deal in deals:
            made, _waiting = lines_of(uuid.uuid4(), commissionable(Deal.objects.filter(id=deal)))
            for line in made:
                line.save(force_insert=True)
            subledger.post(batch_id=uuid.uuid4(), lines=made)
            lines += len(made)
        seconds = time.perf_counter() - begun
        transaction.set_rollback(True)
    return lines / seconds


def twin(tenant: Tenant) -> Measured:
    """Exactly those lines, out of a file, into an empty table with the same constraints and indexes."""
    with _owner(tenant) as owner, TemporaryDirectory() as folder:
        file = Path(folder) / "lines"
        owner.execute("CREATE TABLE bench_twin (LIKE rebates_line INCLUDING ALL)")
        for column, table in _FOREIGN:
            owner.execute(
                f"ALTER TABLE bench_twin ADD FOREIGN KEY ({column}) REFERENCES {table} (id)".encode()
            )
        with (
            file.open("wb") as out,
            owner.cursor().copy("COPY rebates_line TO STDOUT (FORMAT binary)") as rows,
        ):
            for block in rows:
                out.write(block)
        begun = time.perf_counter()
        with (
            file.open("rb") as read,
            owner.cursor().copy("COPY bench_twin FROM STDIN (FORMAT binary)") as into,
        ):
            while block := read.read(1 << 20):
                into.write(block)
        seconds = time.perf_counter() - begun
        [count] = owner.execute("SELECT count(*) FROM bench_twin").fetchone() or [0]
        size = _bytes(tenant, "bench_twin")
        owner.execute("DROP TABLE bench_twin")
    return Measured(count, seconds, size / max(count, 1))


def verify(tenant: Tenant) -> None:
    """Figures of lines that are wrong would be worth nothing."""
    from atrium.kernel import tenancy
    from tenants.rebates.verification import verify as disagreements

    with tenancy.entered(tenant):
        found = disagreements()
    if found:
        raise SystemExit(f"The subledger is wrong after the bench: {found[:3]}")


def _bytes(tenant: Tenant, table: str) -> int:
    with _owner(tenant) as owner:
        [size] = owner.execute("SELECT pg_total_relation_size(%s::regclass)", [table]).fetchone() or [0]
        return int(size)


@contextmanager
def _owner(tenant: Tenant) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as owner:
        owner.execute(f"SET search_path = {tenant.schema}".encode())
        yield owner
