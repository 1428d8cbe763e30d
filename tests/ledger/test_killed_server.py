"""PostgreSQL killed with SIGKILL under load, and started again: nothing acknowledged is lost, nothing is there twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from infra.embedded.postgres import Postgres
from tenants.ledger.selectors.verification import CHECKS
from tests.conftest import SERVERS

from .poster import RUN_DATABASE

KILLS = int(os.environ.get("ATRIUM_KILLS", "3"))
PEOPLE = 4
_PATIENCE_SECONDS = 120


class Crowd:
    """A server of our own whose data survive a crash, and programs that post to it."""

    def __init__(self, folder: Path, papers: Path) -> None:
        self.folder, self.papers = folder, papers
        self.server = Postgres(folder)
        self.server.start()
        self.programs: list[subprocess.Popen[bytes]] = []

    def environment(self, database: str) -> dict[str, str]:
        url = self.server.url.rpartition("/")[0]
        return os.environ | {"DATABASE_URL": f"{url}/{database}", "DJANGO_SETTINGS_MODULE": "infra.settings"}

    def run(self, *args: str, database: str = "postgres") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.ledger.poster", *args]
        with (self.papers.parent / "log").open("ab") as log:  # refused connections, for the most part
            program = subprocess.Popen(command, env=self.environment(database), stderr=log)
        self.programs.append(program)
        return program

    def keys(self) -> list[tuple[str, int]]:
        lines = [line for file in self.papers.iterdir() for line in file.read_text().splitlines()]
        return [(key, int(cents)) for key, _, cents in (line.partition(" ") for line in lines)]

    def kill_and_start_again(self) -> None:
        postmaster = psutil.Process(self.server._child.process.pid)  # type: ignore[union-attr]
        everything = [postmaster, *postmaster.children(recursive=True)]
        for process in everything:
            process.send_signal(signal.SIGKILL)
        psutil.wait_procs(everything, timeout=30)
        self.server._child.process.wait(timeout=30)  # type: ignore[union-attr]
        self.server = Postgres(self.folder, self.server.port)
        self.server.start()

    def end(self) -> None:
        for program in self.programs:
            program.kill()
            program.wait()
        self.server.stop()


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    assert SERVERS is not None
    papers = tmp_path / "papers"
    papers.mkdir()
    crowd = Crowd(SERVERS.folder / "durable", papers)
    try:
        assert crowd.run("build", str(SERVERS.folder)).wait(timeout=300) == 0
        yield crowd
    finally:
        crowd.end()


def test_what_was_acknowledged_is_there_once_after_every_crash(crowd: Crowd) -> None:
    chance = random.Random(os.environ.get("ATRIUM_SEED", "4"))
    crowd.programs.clear()
    for number in range(1, PEOPLE + 1):
        crowd.run("post", str(number), str(crowd.papers / str(number)), database=RUN_DATABASE)
    _until(lambda: all((crowd.papers / str(number)).exists() for number in range(1, PEOPLE + 1)))
    for _ in range(KILLS):
        _until(_grown(crowd))
        time.sleep(chance.random() / 4)  # anywhere in the work, not at its beginning
        crowd.kill_and_start_again()
    _until(_grown(crowd))
    for program in crowd.programs:
        program.send_signal(signal.SIGTERM)
    assert [program.wait(timeout=_PATIENCE_SECONDS) for program in crowd.programs] == [0] * PEOPLE

    acknowledged = crowd.keys()
    with psycopg.connect(crowd.environment(RUN_DATABASE)["DATABASE_URL"]) as owner:
        _enter(owner)
        keys = [row[0] for row in owner.execute("SELECT idem_key FROM ledger_movement").fetchall()]
        wallets = owner.execute("SELECT coalesce(sum(posted), 0), coalesce(sum(held), 0) FROM ledger_balance")
        figures = wallets.fetchone()
        wrong = {
            check: rows for check, sql in CHECKS.items() if (rows := owner.execute(sql.encode()).fetchall())
        }
    assert sorted(keys) == sorted(key for key, _ in acknowledged)
    assert figures == (sum(cents for _, cents in acknowledged), 0)
    assert wrong == {}
    print(f"{KILLS} kills, {len(keys)} acknowledged postings, none lost, none twice")


def _grown(crowd: Crowd) -> Callable[[], bool]:
    enough = len(crowd.keys()) + 60
    return lambda: len(crowd.keys()) > enough


def _enter(owner: psycopg.Connection[Any]) -> None:
    row = owner.execute("SELECT schema_name FROM public.brokers_broker WHERE slug = 'acme'").fetchone()
    assert row is not None
    owner.execute(f"SET search_path = {row[0]}".encode())


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "nothing was posted any more"
        time.sleep(0.05)
