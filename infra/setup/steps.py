"""One step of the set-up: said, logged, and explained when it fails."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOG = ROOT / "var" / "log" / "setup.log"


class SetupFailed(SystemExit):
    """The message says which step, why, and what to do."""


class Step:
    """`with Step("Python packages") as step: step.run(...)` prints one line with the time it took."""

    def __init__(self, title: str) -> None:
        self.title = title

    def __enter__(self) -> "Step":
        print(f"  {self.title} …", end="", flush=True)
        self._began = time.monotonic()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        took = time.monotonic() - self._began
        print(f" {took:.1f} s" if kind is None else " failed", flush=True)

    def run(self, *command: str | Path, environment: Mapping[str, str] | None = None, hint: str = "") -> None:
        LOG.parent.mkdir(parents=True, exist_ok=True)
        with LOG.open("a") as log:
            log.write(f"\n$ {' '.join(map(str, command))}\n")
        done = subprocess.run(
            list(map(str, command)),
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        with LOG.open("a") as log:
            log.write(done.stdout)
        if done.returncode != 0:
            raise SetupFailed(self._explained(done.stdout, hint))

    def _explained(self, output: str, hint: str) -> str:
        if "No space left on device" in output:
            hint = "The disk is full: free some space"
        last = "\n".join(f"    {line}" for line in output.strip().splitlines()[-12:])
        advice = hint or "Read the lines above, put it right"
        return (
            f"\nThe step “{self.title}” failed; what earlier steps made is kept.\n{last}\n"
            f"{advice}, then run the same command again. The whole log: {LOG}"
        )


def say(text: str) -> None:
    print(text, flush=True)


def stop(text: str) -> None:
    sys.stdout.flush()
    raise SetupFailed(text)
