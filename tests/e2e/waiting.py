"""Asking again until it is so, with an end."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(ask: Callable[[], Found | None], *, seconds: float = 20) -> Found:
    """What `ask` finds. Fails when it has found nothing for so long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := ask():
            return found
        time.sleep(0.2)
    raise AssertionError(f"nothing came of {ask.__name__} within {seconds} s")
