"""A process that is killed at its Nth step. A step is a commit or a call to somebody outside; it dies before or after it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import httpx
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

KILLED = "killed"
FINISHED = "finished"


def die_at(step: int, act: Callable[[], object]) -> str:
    """Runs `act` in a child that is killed with SIGKILL at that step; says whether it came so far."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        _arm(step)
        try:
            act()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return KILLED
    return FINISHED


def _arm(step: int) -> None:
    left = [step]

    def count() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def deadly(verb: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*given: Any, **named: Any) -> Any:
            count()
            answer = verb(*given, **named)
            count()
            return answer

        return inner

    BaseDatabaseWrapper.commit = deadly(BaseDatabaseWrapper.commit)  # type: ignore[method-assign]
    httpx.Client.send = deadly(httpx.Client.send)  # type: ignore[method-assign]
