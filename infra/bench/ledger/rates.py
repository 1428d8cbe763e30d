"""Postings a second: the product's own verb in eight processes, and the bare posting function by pgbench on the same server."""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from atrium.kernel.tenancy import Tenant
from infra.embedded import binaries
from infra.embedded.account import server_account

PROCESSES, SECONDS = 8, 10
_SCRIPT = """\\set a random(1, 1000)
\\set b random(1, 999)
SELECT * FROM {schema}.ledger_move(gen_random_uuid(), gen_random_uuid()::text, NULL, now(), gen_random_uuid(), 'posted', NULL,
 NULL, 'client:' || CAST(:a AS int) || ':wallet:USD',
 'client:' || ((CAST(:a AS int) + CAST(:b AS int) - 1) % 1000 + 1) || ':wallet:USD', 'USD', 1, 'bench.moved');
"""


def posted(tenant: Tenant, kind: str) -> float:
    """Between any two of a thousand wallets (cold), or from one account of the house to any of them (hot)."""
    crowd = [_poster(tenant, kind, f"{kind}{number}") for number in range(PROCESSES)]
    for program in crowd:
        assert program.stdout
        if program.stdout.readline() != "ready\n":
            raise SystemExit("A poster did not begin.")
    for program in crowd:
        assert program.stdin
        program.stdin.write("\n")
        program.stdin.flush()
    return sum(int(program.communicate()[0]) for program in crowd) / SECONDS


def _poster(tenant: Tenant, kind: str, seed: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "infra.bench.ledger.poster", tenant.slug, kind, seed, str(SECONDS)]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "infra.settings"},
    )


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
