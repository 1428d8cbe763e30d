"""A test session's PostgreSQL in memory: a copy of the base is three thousand small files, seconds for a disk's journal.

Between sessions it lies on the disk: memory is held only while tests run. What a killed session left, the next one clears away.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

PLACE = Path("/dev/shm")
ROOM_BYTES = 6 * 2**30
"""Two sessions side by side fill less than half of it."""


def is_roomy() -> bool:
    """Whether this machine has such a place, and memory to spare for it."""
    try:
        free = shutil.disk_usage(PLACE).free
        known = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    except OSError:
        return False
    available = int(known["MemAvailable"].split()[0]) * 1024
    return min(free, available) >= ROOM_BYTES and os.access(PLACE, os.W_OK | os.X_OK)


def fetched(kept: Path) -> Path:
    """A copy of `kept` in memory, or an empty place for what will be kept there."""
    place = PLACE / f"atrium-tests-{hashlib.sha256(str(kept.absolute()).encode()).hexdigest()[:16]}"
    if place.is_symlink() or (place.exists() and place.stat().st_uid != os.geteuid()):
        raise RuntimeError(f"{place} is not ours. Nothing was changed; remove it, or set ATRIUM_VAR.")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o711)
    if kept.exists():
        _copy(kept, place / kept.name)
    return place / kept.name


def put_back(used: Path, kept: Path) -> None:
    """Made beside and renamed at the end: who is killed meanwhile leaves no half of a database to begin with."""
    making = kept.with_name(f"{kept.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    _copy(used, making)
    shutil.rmtree(kept, ignore_errors=True)
    making.rename(kept)


def _copy(source: Path, target: Path) -> None:
    """With owners and modes: PostgreSQL's files are its account's."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)
