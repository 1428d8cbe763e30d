"""Servers end with whoever started them, even when that one is killed."""

import signal
import subprocess
import sys
from pathlib import Path

import psutil

from infra.embedded import Postgres

STARTER = """
import sys, time
from pathlib import Path
from infra.embedded import Postgres, Redis
folder = Path(sys.argv[1])
postgres, redis = Postgres(folder / "pg", durable=False), Redis(folder / "redis", durable=False)
postgres.start(); redis.start()
print(postgres._child.process.pid, redis._child.process.pid, flush=True)
time.sleep(600)
"""


def test_a_killed_starter_leaves_no_server_behind(tmp_path: Path) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    servers = [psutil.Process(int(pid)) for pid in starter.stdout.readline().split()]
    assert all(server.is_running() for server in servers)
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    _, alive = psutil.wait_procs(servers, timeout=20)
    assert alive == []
    again = Postgres(tmp_path / "pg", durable=False)
    again.start()
    again.wipe()
