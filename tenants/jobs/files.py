"""Files of jobs and imports: one folder each, under the broker's own. They hold personal data and are kept for days only."""

import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from atrium.kernel import keys


def folder(of: str, key: uuid.UUID) -> Path:
    """`of` is jobs or imports. Made on first use, readable by the product's own user alone."""
    path = Path(settings.MEDIA_ROOT) / keys.file_path(of) / str(key)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def write(path: Path, chunks: Iterable[bytes]) -> int:
    """How many bytes; the file is there whole or not at all."""
    making = path.with_suffix(".part")
    with making.open("wb") as file:
        size = sum(file.write(chunk) for chunk in chunks)
    making.replace(path)
    return size


def cut(path: Path, size: int) -> None:
    """What was written after the last checkpoint is taken off again."""
    path.touch()
    with path.open("rb+") as file:
        file.truncate(size)


def remove(of: str, key: uuid.UUID) -> None:
    shutil.rmtree(folder(of, key), ignore_errors=True)
