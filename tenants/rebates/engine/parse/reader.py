"""Reads one JSON object field by field, collects every fault under its path, and knows which fields nobody asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tenants.rebates.engine.faults import Faults

T = TypeVar("T")
V = TypeVar("V")


class Unfit(Exception):
    """The value is not of the kind; the message says what is expected."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """How a value is read, and what stands in for it after a fault; `words` are all it may be, if it is one of a list."""

    read: Callable[[object], T]
    blank: T
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class Reader:
    data: Mapping[str, object]
    path: str
    faults: Faults
    _asked: set[str] = field(default_factory=set)
    _bad: set[str] = field(default_factory=set)

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def fail(self, name: str, message: str) -> None:
        self._bad.add(name)
        self.faults.add(self.at(name), message)

    def ok(self, *names: str) -> bool:
        return self._bad.isdisjoint(names)

    def has(self, name: str) -> bool:
        """Given, and not null."""
        return self.data.get(name) is not None

    def need(self, name: str, kind: Kind[T]) -> T:
        if name not in self.data:
            self._asked.add(name)
            self.fail(name, "is required")
            return kind.blank
        return self._read(name, kind)

    def get(self, name: str, kind: Kind[T], default: T) -> T:
        return self._read(name, kind) if name in self.data else default

    def maybe(self, name: str, kind: Kind[T]) -> T | None:
        self._asked.add(name)
        return self._read(name, kind) if self.has(name) else None

    def each(self, name: str, kind: Kind[T], *, need: bool = False, filled: bool = False) -> tuple[T, ...]:
        """A list of values; the path of a fault names the element."""
        values = self.items(name, need=need, filled=filled)
        return tuple(
            value
            for i, raw in enumerate(values)
            if (value := self.value(f"{name}[{i}]", raw, kind)) is not None
        )

    def mapping(self, name: str, kind: Kind[T], key: Kind[V], *, need: bool = False) -> dict[V, T]:
        result: dict[V, T] = {}
        for raw_key, raw in self._object(name, need=need).items():
            entry = f"{name}.{raw_key}"
            read_key = self.value(entry, raw_key, key)
            value = self.value(entry, raw, kind)
            if read_key is not None and value is not None:
                result[read_key] = value
        return result

    def child(self, name: str, *, need: bool = False) -> "Reader":
        """The object under the name; an empty one if it is not there."""
        return Reader(self._object(name, need=need), self.at(name), self.faults)

    def children(self, name: str, *, filled: bool = False, need: bool = False) -> "list[Reader]":
        readers = []
        for i, raw in enumerate(self.items(name, filled=filled, need=need)):
            if isinstance(raw, dict):
                readers.append(Reader(raw, self.at(f"{name}[{i}]"), self.faults))
            else:
                self.fail(f"{name}[{i}]", "must be an object")
        return readers

    def items(self, name: str, *, need: bool = False, filled: bool = False) -> list[object]:
        self._asked.add(name)
        if name not in self.data:
            if need:
                self.fail(name, "is required")
            return []
        raw = self.data[name]
        if not isinstance(raw, list):
            self.fail(name, "must be a list")
            return []
        if filled and not raw:
            self.fail(name, "must not be empty")
        return raw

    def raw(self, name: str) -> object:
        self._asked.add(name)
        return self.data.get(name)

    def done(self) -> None:
        """Every field that nobody asked for is a fault."""
        for name in self.data:
            if name not in self._asked:
                self.fail(name, "is not a field of this object")

    def _object(self, name: str, *, need: bool) -> dict[str, object]:
        self._asked.add(name)
        if name not in self.data:
            if need:
                self.fail(name, "is required")
            return {}
        raw = self.data[name]
        if not isinstance(raw, dict):
            self.fail(name, "must be an object")
            return {}
        return raw

    def _read(self, name: str, kind: Kind[T]) -> T:
        self._asked.add(name)
        value = self.value(name, self.data[name], kind)
        return kind.blank if value is None else value

    def value(self, name: str, raw: object, kind: Kind[T]) -> T | None:
        try:
            return kind.read(raw)
        except Unfit as unfit:
            self.fail(name, str(unfit))
            return None
