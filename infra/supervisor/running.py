"""Where the running product's servers are, kept in a file so that a second window can talk to them."""

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
# A URL that nobody answers at: commands that need no database (makemigrations, check) still want to read one.
NOBODY = "postgresql://atrium_owner:none@127.0.0.1:1/postgres"


def var() -> Path:
    return Path(os.environ.get("ATRIUM_VAR") or ROOT / "var").absolute()


def environment_file() -> Path:
    return var() / "run" / "environment.json"


def remember(environment: dict[str, str]) -> None:
    file = environment_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(environment, out)


def forget() -> None:
    environment_file().unlink(missing_ok=True)


def adopt(*, as_owner: bool = False) -> bool:
    """Take over the environment of a running product unless the caller names a database. True if there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "infra.settings")
    if as_owner:
        os.environ.setdefault("ATRIUM_AS_OWNER", "1")
    if os.environ.get("DATABASE_URL", NOBODY) != NOBODY or os.environ.get("DATABASE_APP_URL"):
        return True
    found = _remembered()
    if found and answers(found["DATABASE_URL"]):
        os.environ.update(found)
        return True
    os.environ["DATABASE_URL"] = NOBODY
    return False


@contextmanager
def some_database() -> Iterator[None]:
    """The one that `adopt` found, or one that is thrown away afterwards. Enter it before Django reads its settings."""
    if os.environ.get("DATABASE_URL") != NOBODY:
        yield
        return
    from infra.embedded import Postgres

    folder = Path(tempfile.mkdtemp(prefix="atrium-"))
    server = Postgres(folder / "pg", durable=False)
    try:
        server.start()
        os.environ["DATABASE_URL"] = server.url
        yield
    finally:
        server.wipe()
        folder.rmdir()


def _remembered() -> dict[str, str] | None:
    try:
        found = json.loads(environment_file().read_text())
    except (OSError, ValueError):
        return None
    return {str(name): str(value) for name, value in found.items()}


def answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 5432), timeout=2).close()
    except OSError:
        return False
    return True
