"""Celery beat that ends between two of its bells.

Celery's own handler closes the diary and the broker's connection in the middle of whatever runs: a bell that was just being rung
is lost, and its loop goes on over a closed diary and ends in a traceback. Here a signal only says that it is time.
"""

import signal
from types import FrameType
from typing import Any

from celery.apps.beat import Beat

LOOK_SECONDS = 1
"""How long a clock with nothing to ring sleeps before it looks whether it is to end."""
PATIENCE_SECONDS = 3
"""How long a bell may still ring once it is time: a broker that does not answer is not waited for."""


class Clock(Beat):
    """`Clock(app=app, schedule=path).run()` until SIGTERM or SIGINT."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_interval=LOOK_SECONDS, loglevel="INFO", quiet=True, **more)

    def install_sync_handler(self, service: Any) -> None:
        def end(_number: int, _frame: FrameType | None) -> None:
            signal.alarm(PATIENCE_SECONDS)
            service._is_shutdown.set()

        def end_at_once(_number: int, _frame: FrameType | None) -> None:
            raise SystemExit

        signal.signal(signal.SIGALRM, end_at_once)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
