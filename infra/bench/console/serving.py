"""The programs that bring an event to a page, as processes of their own: this one is the database's owner, which they are not."""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from infra.supervisor import ports, running

PROGRAMS: Final = ("worker", "beat", "web")
START_SECONDS: Final = 120.0
STOP_SECONDS: Final = 60.0


@contextmanager
def serving() -> Iterator[None]:
    atrium = str(Path(sys.executable).parent / "atrium")
    log = running.var() / "console-serving.log"
    with log.open("wb") as said:
        started = [subprocess.Popen([atrium, name], stdout=said, stderr=said) for name in PROGRAMS]
        try:
            _wait_until_ready(log)
            yield
        finally:
            _stop(started)


def _stop(started: list[subprocess.Popen[bytes]]) -> None:
    """Figures are not lost to a program that is still busy with what it was told."""
    for program in started:
        program.terminate()
    for program in started:
        try:
            program.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def _wait_until_ready(log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (_answers() and b" ready." in log.read_bytes()):
        if time.monotonic() > deadline:
            raise SystemExit(f"The product did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.2)


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{ports.WEB.number}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
