"""One turn of one job. What a chunk does and where it got to are one transaction."""

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import InterfaceError, OperationalError, transaction

from atrium.kernel import actor
from atrium.kernel.actor import Actor
from atrium.kernel.errors import AtriumError
from atrium.kernel.ids import new_id

from .. import files, registry, rules
from ..models import Job, Progress
from ..types import CancelAsked, Interrupted, LeaseLost, TurnOver
from . import leasing
from .ending import end
from .ringing import ring

log = logging.getLogger(__name__)
MOST_ERRORS = 3


class Run:
    """What a kind's function gets: the job's facts, and `chunk` to do a piece of the work in."""

    def __init__(self, job: Job, turn_seconds: float) -> None:
        self.job = job
        self.progress: Progress = job.progress
        self.state: dict[str, Any] = dict(job.progress.checkpoint)
        self._turn_seconds, self._turn_until = turn_seconds, 0.0
        self._began = time.monotonic()
        self._shown = 0.0
        self._stepped = time.monotonic()

    @property
    def params(self) -> dict[str, Any]:
        return dict(self.job.params)

    @property
    def folder(self) -> Path:
        return files.folder("jobs", self.job.id)

    @property
    def input(self) -> Path:
        return self.folder / "input"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @contextmanager
    def chunk(self) -> Iterator[None]:
        """A piece of the work. The block changes rows and calls `checkpoint`; both are committed, or neither."""
        self._may_go_on()
        self._turn_until = self._turn_until or self._end_of_turn()
        with transaction.atomic():
            yield
            leasing.hold(self.progress, tries=0, **self._facts())
        self.progress.tries = 0
        self._show()
        if time.monotonic() > self._turn_until and registry.kind(self.job.kind).in_turns:
            raise TurnOver

    def _end_of_turn(self) -> float:
        """Known when the first piece is in hand."""
        now = time.monotonic()
        worth = rules.WORK_FOR_PREPARATION * (now - self._began) / rules.TURN_SECONDS
        return now + self._turn_seconds * max(1.0, worth)

    def checkpoint(self, state: Mapping[str, Any], *, done: int | None = None) -> None:
        """Where to go on from. Inside `chunk` only: kept apart from what it stands for, it would lie after a crash."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError(
                "A checkpoint is written in the transaction of what it stands for: use `with run.chunk():`."
            )
        self.state = dict(state)
        if done is not None:
            self.progress.done = done

    def step(self, done: int, total: int | None = None, *, phase: str = "") -> None:
        """Progress of work that changes nothing, such as reading a file: shown, and the lease stretched."""
        self.progress.done = done
        self.progress.total = total if total is not None else self.progress.total
        self.progress.phase = phase or self.progress.phase
        if time.monotonic() - self._stepped < rules.SHOW_EVERY_SECONDS:
            return
        self._stepped = time.monotonic()
        self._may_go_on()
        leasing.hold(self.progress, done=done, total=self.progress.total, phase=self.progress.phase)
        self._show()

    def still_at_it(self) -> None:
        """While work that was begun before is taken up again: nothing is further, and nobody else need take it over."""
        self.step(self.progress.done)

    def finish(self, text: str, *, file: str = "", result: Mapping[str, Any] | None = None) -> None:
        """The work is done. `file` is the name under which `output` is handed out."""
        self.job.output_name = file
        with transaction.atomic():
            leasing.hold(self.progress, **self._facts())
            end(self.job, state=Job.State.DONE, text=text, result=dict(result or {}))
        registry.tell(self.job)

    def _facts(self) -> dict[str, Any]:
        one = self.progress
        return {"checkpoint": self.state, "done": one.done, "total": one.total, "phase": one.phase}

    def _may_go_on(self) -> None:
        if Job.objects.filter(id=self.job.id, cancel_asked=True).exists():
            raise CancelAsked

    def _show(self) -> None:
        if time.monotonic() - self._shown >= rules.SHOW_EVERY_SECONDS:
            self._shown = time.monotonic()
            registry.tell(self.job)


def run(job_id: uuid.UUID | str, *, turn_seconds: float = rules.TURN_SECONDS) -> bool:
    """One turn. False if there was nothing to do: another runner has it, or it is over."""
    job = leasing.take(uuid.UUID(str(job_id)))
    if job is None:
        return False
    turn = Run(job, turn_seconds)
    with actor.acting(Actor(**job.actor)):
        _attended(turn, lambda: registry.handler(job.kind)(turn))
    return True


def work_off(job: Job) -> Job:
    """Turn after turn until it is over, in this process."""
    while run(job.id):
        pass
    job.refresh_from_db()
    return job


def _attended(turn: Run, work: Callable[[], None]) -> None:
    job, progress = turn.job, turn.progress
    try:
        work()
    except TurnOver:
        leasing.release(progress)
        ring(job.id)
    except LeaseLost:
        log.warning("Job %s went to another runner; this one's last chunk is rolled back.", job.id)
    except CancelAsked:
        _end(turn, Job.State.CANCELLED, text="Cancelled. What was done before is kept and listed.")
    except AtriumError as refusal:
        _end(turn, Job.State.FAILED, error=refusal.message)
    except (OperationalError, InterfaceError):
        log.warning("The database left job %s alone; it is tried again.", job.id, exc_info=True)
        leasing.release(progress, ring_after_seconds=rules.PAUSE_SECONDS)
    except Exception:
        _stumbled(turn)


def _stumbled(turn: Run) -> None:
    """A mistake of ours, perhaps of the moment: tried again from the checkpoint, then given up with a number for the log."""
    number = str(new_id())[-12:]
    log.exception("Job %s (%s) stumbled, number %s.", turn.job.id, turn.job.kind, number)
    if turn.progress.tries < MOST_ERRORS:
        leasing.release(turn.progress, ring_after_seconds=rules.PAUSE_SECONDS)
    else:
        _end(turn, Job.State.FAILED, error=rules.UNEXPECTED.format(number=number))


def _end(turn: Run, state: str, *, text: str = "", error: str = "") -> None:
    try:
        with transaction.atomic():
            leasing.hold(turn.progress)
            turn.job.refresh_from_db(fields=["result", "output_name"])
            end(turn.job, state=state, text=text, error=error)
    except Interrupted:
        return
    registry.tell(turn.job)
