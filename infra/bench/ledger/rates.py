"""Postings a second: the product's own verb in eight processes, and the bare posting function by pgbench on the same server."""

import multiprocessing
import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from atrium.kernel.tenancy import Tenant
from infra.embedded import binaries
from infra.embedded.account import server_account

PROCESSES, SECONDS = 8, 10
# No colon but before a variable: pgbench takes whatever follows one for a name, in quotes too.
_SCRIPT = """\\set a random(1, 1000)
\\set b random(1, 999)
SELECT * FROM {schema}.ledger_move(gen_random_uuid(), gen_random_uuid()::text, NULL, now(), gen_random_uuid(), 'posted', NULL,
 NULL, concat_ws(chr(58), 'client', CAST(:a AS int), 'wallet', 'USD'),
 concat_ws(chr(58), 'client', (CAST(:a AS int) + CAST(:b AS int) - 1) % 1000 + 1, 'wallet', 'USD'), 'USD', 1, 'bench.moved');
"""


def posted(tenant: Tenant, kind: str) -> float:
    """Between any two of a thousand wallets (cold), or from one account of the house to any of them (hot)."""
    from django.db import connections

    from infra.bench.ledger.poster import work

    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]  # its threads would not live on in a fork
    fork = multiprocessing.get_context("fork")
    start, counts = fork.Barrier(PROCESSES), fork.Queue()
    crowd = [
        fork.Process(target=work, args=(tenant, kind, f"{kind}{number}", SECONDS, start, counts))
        for number in range(PROCESSES)
    ]
    for process in crowd:
        process.start()
    done = [int(counts.get(timeout=SECONDS + 180)) for _ in crowd]
    for process in crowd:
        process.join()
    return sum(done) / SECONDS


def bare(tenant: Tenant) -> float:
    """The machine's limit: `pgbench -M prepared -c 8` calls the function between the same wallets."""
    with TemporaryDirectory() as folder:
        script = Path(folder) / "move.sql"
        script.write_text(_SCRIPT.format(schema=tenant.schema))
        command = [str(_pgbench()), "-n", "-M", "prepared", "-c", str(PROCESSES), "-j", "2"]
        command += ["-T", str(SECONDS), "-f", str(script), os.environ["DATABASE_URL"]]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if found is None or "number of failed transactions: 0 " not in done.stdout:
        raise SystemExit(f"pgbench did not do its work:\n{done.stdout}{done.stderr}")
    return float(found.group(1))


def _pgbench() -> Path:
    return binaries.postgres_programs(server_account()) / "pgbench"
