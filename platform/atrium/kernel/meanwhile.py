"""Something reckoned in a thread while one waits for the database. Not for what asks the database itself."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

T = TypeVar("T")
_END: Final = object()


@contextmanager
def meanwhile(make: Callable[[], T]) -> Iterator[Future[T]]:
    """`with meanwhile(make) as made: …; made.result()`. What `make` raises is raised there."""
    with ThreadPoolExecutor(max_workers=1) as helper:
        yield helper.submit(make)


def one_ahead(source: Iterator[T]) -> Iterator[T]:
    """The same, while the next is already being made."""
    with ThreadPoolExecutor(max_workers=1) as helper:
        coming = helper.submit(next, source, _END)
        while (one := coming.result()) is not _END:
            coming = helper.submit(next, source, _END)
            yield one  # type: ignore[misc]
