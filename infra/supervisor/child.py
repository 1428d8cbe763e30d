"""A process forked from the warmed supervisor: it shares the imported code's memory and has its own log and group."""

import ctypes
import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from atrium.kernel.errors import AtriumError

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15


def freeze() -> None:
    """Before the first fork: what is alive now is never looked at by a child's collector, so its pages stay shared."""
    gc.collect()
    gc.freeze()


class Forked:
    def __init__(self, name: str, work: Callable[[], None], log: Path) -> None:
        self.name = name
        self.log = log
        self.exit_code: int | None = None
        log.parent.mkdir(parents=True, exist_ok=True)
        log.touch()
        self._log_began = log.stat().st_size
        self.pid = self._fork(work)

    def _fork(self, work: Callable[[], None]) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            _become(self.name, work, self.log, parent)
        return pid

    def is_alive(self) -> bool:
        if self.exit_code is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self.exit_code = -1
            else:
                self.exit_code = os.waitstatus_to_exitcode(status) if pid else None
        return self.exit_code is None

    def wait(self, timeout_seconds: float | None = None) -> bool:
        """True if it has ended."""
        deadline = None if timeout_seconds is None else time.monotonic() + timeout_seconds
        while self.is_alive():
            if deadline is not None and time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def ask_to_stop(self) -> None:
        if self.is_alive():
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """The whole group: also the pool processes of a worker that could not say goodbye to them."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        if self.is_alive():  # so young that it has no group yet
            os.kill(self.pid, signal.SIGKILL)
        self.wait(5)

    def said(self) -> str:
        """What it wrote since it was started."""
        with self.log.open("rb") as log:
            log.seek(self._log_began)
            return log.read().decode(errors="replace")

    def last_words(self, lines: int = 15) -> str:
        return "\n".join(f"    {line}" for line in self.said().splitlines()[-lines:])


def _become(name: str, work: Callable[[], None], log: Path, parent: int) -> NoReturn:
    code = 1
    try:
        _settle(name, log, parent)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
    except AtriumError as refusal:
        print(refusal, file=sys.stderr)
    except KeyboardInterrupt:
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _settle(name: str, log: Path, parent: int) -> None:
    os.setsid()  # a group of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops us in order
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
    if os.getppid() != parent:
        os._exit(1)
    _LIBC.prctl(_PR_SET_NAME, f"atrium {name}".encode()[:15])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
