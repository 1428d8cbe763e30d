"""Between Celery and Django: a worker keeps its connections from one task to the next.

Celery's own fixup takes the whole pool down before and after each task, because a pool does not survive a fork; every task then
starts a pool, its threads and a connection with its log-in. Here that happens once in each process. Between tasks the connection
goes back to the pool, as between requests: its age is bounded, and a broken one is thrown away.
"""

from functools import cached_property
from typing import Any

from celery import Celery, Task
from celery.fixups.django import DjangoFixup, DjangoWorkerFixup  # type: ignore[attr-defined]  # not in its stubs
from django.db import close_old_connections


def fixup(app: Celery) -> DjangoFixup:
    """Named in `Celery(fixups=...)`."""
    found = _Fixup(app)
    found.install()
    return found


class _Fixup(DjangoFixup):
    @cached_property
    def worker_fixup(self) -> DjangoWorkerFixup:
        return _KeepsItsPool(self.app)


class _KeepsItsPool(DjangoWorkerFixup):  # type: ignore[misc]
    def on_task_prerun(self, sender: Task[..., Any], **_: Any) -> None:
        if not sender.request.is_eager:
            close_old_connections()

    def on_task_postrun(self, sender: Task[..., Any], **_: Any) -> None:
        if not sender.request.is_eager:
            close_old_connections()
