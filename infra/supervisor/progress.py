"""What a person watching `make run` sees: one line a step, with the time it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_WIDTH = 58


def say(text: str = "") -> None:
    print(text, flush=True)


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    print(f"  {title} ".ljust(_WIDTH, "."), end=" ", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - began:.1f} s")
