"""One running product a folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from infra.embedded.errors import EmbeddedError
from infra.supervisor import running


@contextmanager
def held() -> Iterator[None]:
    folder = running.var() / "run"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise EmbeddedError(
            f"{error.filename} belongs to another user: Atrium was run here before as somebody else. "
            "Run as that user, or set ATRIUM_VAR to a folder of your own."
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        process = os.read(file, 20).decode() or "unknown"
        os.close(file)
        raise EmbeddedError(
            f"Atrium is already running over {running.var()} (process {process}). "
            "Use that one, or stop it with Ctrl-C in its window first."
        ) from None
    os.ftruncate(file, 0)
    os.write(file, str(os.getpid()).encode())
    try:
        yield
    finally:
        os.close(file)
