"""A step is done again only when what it was made from has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


class Stamp:
    """Kept inside what the step makes, so that deleting the one deletes the other."""

    def __init__(self, file: Path, made_from: Iterable[Path], *more: str) -> None:
        self.file = file
        self._sum = _sum(sorted(made_from), more)

    def holds(self) -> bool:
        return self.file.exists() and self.file.read_text() == self._sum

    def write(self) -> None:
        self.file.write_text(self._sum)


def _sum(files: Iterable[Path], more: Iterable[str]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    for text in more:
        total.update(f"{text}\0".encode())
    return total.hexdigest()


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
