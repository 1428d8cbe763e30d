"""`make run` from nothing: to the table, through a crash, to a clean stop; and again over the same data."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from infra.embedded.ports import free_port
from infra.supervisor import ports

ROOT = Path(__file__).resolve().parents[2]
ATRIUM = Path(sys.executable).with_name("atrium")
PATIENCE_SECONDS = 500


class Running:
    """A product of its own, with what it printed."""

    def __init__(self, environment: dict[str, str], out: Path) -> None:
        self.environment, self.out = environment, out
        with out.open("wb") as file:
            self.process = subprocess.Popen(
                [ATRIUM, "run"],
                env=environment,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.out.read_text()

    def wait_for(self, text: str) -> None:
        until(lambda: text in self.said() or self.process.poll() is not None)
        assert text in self.said(), self.said()

    def everything(self) -> list[psutil.Process]:
        me = psutil.Process(self.process.pid)
        return [me, *me.children(recursive=True)]

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another window."""
        return subprocess.run(
            [ATRIUM, *words], env=self.environment, capture_output=True, text=True, check=False
        )


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Of a newcomer: no server is named, and the ports are free ones."""
    ours = {"DATABASE_URL", "DATABASE_APP_URL", "REDIS_URL", "ATRIUM_ENV", "ATRIUM_ALLOW_PRIVATE"}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    own = {port.variable: str(free_port()) for port in ports.ALL}
    var = tmp_path_factory.mktemp("run") / "var"
    yield {**clean, **own, "ATRIUM_VAR": str(var), "ATRIUM_STATIC": str(ROOT / "var" / "static")}
    subprocess.run([ATRIUM, "reset"], env={**clean, "ATRIUM_VAR": str(var)}, check=True)


@pytest.mark.timeout(1200)
def test_it_runs_heals_stops_and_starts_again(environment: dict[str, str], tmp_path: Path) -> None:
    first = Running(environment, tmp_path / "first")
    try:
        first.wait_for("Ctrl-C stops everything")
        assert f"http://desk.northgate.localhost:{environment['ATRIUM_PORT']}/" in first.said()
        doctor = first.ask("doctor")
        assert doctor.returncode == 0, doctor.stdout
        _kill(first.everything(), "atrium web")
        first.wait_for("Pages and sockets ended (killed by signal 9); it starts again in 1 s")
        until(lambda: first.ask("health").returncode == 0)
    finally:
        started = first.everything()
        first.process.send_signal(signal.SIGINT)
        assert first.process.wait(PATIENCE_SECONDS) == 0, first.said()
    assert "Everything is stopped; the data stay." in first.said()
    assert [process for process in started if process.is_running()] == []

    second = Running(environment, tmp_path / "second")
    try:
        second.wait_for("Ctrl-C stops everything")
    finally:
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(PATIENCE_SECONDS) == 0, second.said()


def _kill(processes: list[psutil.Process], name: str) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):  # a server's helper may end while we look
            if process.name() == name:
                process.kill()
