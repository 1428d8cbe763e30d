"""Values that change at moments, read as of a time. A change takes effect at its own second."""

from bisect import bisect_right
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class History(Generic[K, V]):
    """Changes must come in the order of their times."""

    def __init__(self) -> None:
        self._times: dict[K, list[int]] = {}
        self._values: dict[K, list[V]] = {}

    def change(self, key: K, time: int, value: V) -> None:
        self._times.setdefault(key, []).append(time)
        self._values.setdefault(key, []).append(value)

    def at(self, key: K, time: int, first: V) -> V:
        """`first` holds before the first change."""
        times = self._times.get(key)
        if not times:
            return first
        i = bisect_right(times, time)
        return self._values[key][i - 1] if i else first
