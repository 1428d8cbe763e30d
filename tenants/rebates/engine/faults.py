"""What is wrong with a document, by field path."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class BadDocument(Exception):
    """The document computes nothing; every fault is in `faults`."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass(slots=True)
class Faults:
    """Collects faults while a document is read; one line per path and message."""

    found: dict[Fault, None] = field(default_factory=dict)

    def add(self, path: str, message: str) -> None:
        self.found[Fault(path, message)] = None

    def raise_if_any(self) -> None:
        if self.found:
            raise BadDocument(tuple(self.found))
