"""One server as our child process: logged, waited for, stopped, and never left behind."""

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from infra.embedded.account import Account
from infra.embedded.errors import EmbeddedError

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
FREE_BYTES_NEEDED = 96 * 1024 * 1024
WAIT_FOR_PREVIOUS_SECONDS = 15.0
# The wheels' binaries must not see a caller's PG* variables, locale or library path.
CLEAN_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Start(NamedTuple):
    name: str
    args: Sequence[str]
    log: Path
    death_signal: signal.Signals
    account: Account | None = None
    stdin: bytes = b""
    environment: Mapping[str, str] = CLEAN_ENVIRONMENT


class Child:
    """Dies with the thread that started it (PR_SET_PDEATHSIG), so start it from a main thread."""

    def __init__(self, start: Start, *, lock: int | None = None) -> None:
        self.start = start
        self._log_began = start.log.stat().st_size if start.log.exists() else 0
        with start.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(start.args),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=dict(start.environment),
                start_new_session=True,
                pass_fds=() if lock is None else (lock,),
                preexec_fn=_dies_with_parent(start.death_signal),  # noqa: PLW1509 - one prctl, no lock, no memory
                **(start.account.popen_options() if start.account else {}),
            )
        self._feed(start.stdin)

    def _feed(self, text: bytes) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(text)
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # it died at once; wait_until_ready shows its last words

    def wait_until_ready(self, ready: Callable[[], bool], *, timeout_seconds: float) -> None:
        deadline = time.monotonic() + timeout_seconds
        while not ready():
            if self.process.poll() is not None:
                raise EmbeddedError(explained(self.start.name, self.last_words()))
            if time.monotonic() > deadline:
                self.stop(signal.SIGKILL)
                raise EmbeddedError(
                    f"{self.start.name} did not answer within {timeout_seconds:.0f} s. Its data is untouched. "
                    f"Its log is {self.start.log}; the last lines:\n{self.last_words()}"
                )
            time.sleep(0.02)

    def last_words(self, lines: int = 12) -> str:
        with self.start.log.open("rb") as log:
            log.seek(self._log_began)
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])

    def stop(self, *signals: signal.Signals, patience_seconds: float = 20) -> None:
        for number in (*signals, signal.SIGKILL):
            if self.process.poll() is not None:
                return
            self.process.send_signal(number)
            try:
                self.process.wait(patience_seconds)
            except subprocess.TimeoutExpired:
                continue


def _dies_with_parent(number: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def before_exec() -> None:
        # Runs after the change of user, which would clear the request.
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def explained(name: str, output: str) -> str:
    if "No space left on device" in output:
        return (
            f"{name} could not start: the disk is full. What was committed before is safe. "
            f"Free some space and start again. It said:\n{output}"
        )
    if "Address already in use" in output or "could not bind" in output:
        return f"{name} could not start: its port is used by another program. It said:\n{output}"
    return f"{name} stopped while starting. Its data is untouched. It said:\n{output}"


def require_space(folder: Path, *, server: str) -> None:
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES_NEEDED:
        raise EmbeddedError(
            f"The disk of {folder} is full ({free // 2**20} MB free, {server} needs "
            f"{FREE_BYTES_NEEDED // 2**20} MB to start). Nothing was changed; free some space and start again."
        )


def locked(folder: Path, *, server: str) -> int:
    """A lock over a server's folder that the server itself inherits: held exactly as long as it lives.

    Waits a little, because a server whose starter was killed may still be shutting down.
    """
    file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + WAIT_FOR_PREVIOUS_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(file)
                raise EmbeddedError(
                    f"{server} is already running over {folder}, started by another `make run` or test. "
                    "Stop that one first (Ctrl-C in its window); nothing was changed."
                ) from None
            time.sleep(0.05)
        else:
            return file
