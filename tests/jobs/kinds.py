"""Kinds of work for the tests: one that writes a note a line, by chunks of ten, and the same without its safety."""

import os
import signal
import uuid

from django.db import transaction

from atrium.kernel.errors import Refused
from tenants.activity.services import note
from tenants.jobs.services import Run, leasing
from tenants.jobs.types import Kind

CHUNK = 10
KINDS = {
    "test.notes": Kind("tests.jobs.kinds.notes", "Notes", "leads.view"),
    "test.careless": Kind("tests.jobs.kinds.careless", "Notes without safety", "leads.view"),
    "test.refused": Kind("tests.jobs.kinds.refused", "Refused", "leads.view"),
    "test.broken": Kind("tests.jobs.kinds.broken", "Broken", "leads.view"),
}


def notes(run: Run) -> None:
    total = run.params["lines"]
    run.step(run.progress.done, total, phase="Writing notes")
    while (line := run.state.get("line", 0)) < total:
        with run.chunk():
            _write(run, line)
            _die(run, line, "before")
            run.checkpoint({"line": line + CHUNK}, done=line + CHUNK)
        _die(run, line, "after")
    run.output.write_text("done")
    run.finish(f"{total} notes written.", file="notes.txt", result={"lines": total})


def careless(run: Run) -> None:
    """Planted: effects and checkpoint are committed one after the other."""
    total = run.params["lines"]
    while (line := run.state.get("line", 0)) < total:
        with transaction.atomic():
            _write(run, line)
        _die(run, line, "before")
        with transaction.atomic():
            run.state = {"line": line + CHUNK}
            leasing.hold(run.progress, checkpoint=run.state)
    run.finish("done")


def refused(run: Run) -> None:
    raise Refused("The house is full. Nothing was changed.")


def broken(run: Run) -> None:
    raise ZeroDivisionError("a mistake of ours")


def _write(run: Run, begin: int) -> None:
    for line in range(begin, begin + CHUNK):
        note(subject_kind="test", subject_id=uuid.UUID(int=line), verb="counted", text=str(line))


def _die(run: Run, line: int, when: str) -> None:
    if os.environ.get("KILL_AT") == f"{when}:{line}":
        os.kill(os.getpid(), signal.SIGKILL)


def deadly_imports() -> None:
    """KILL_AT=import:before:2 dies in the second chunk before its commit, import:after:2 after it."""
    from tenants.imports.services import running

    bring, chunks = running._bring, iter(range(1, 1000))

    def counted(*arguments: object) -> object:
        number = next(chunks)
        _strike(f"import:after:{number - 1}")
        counts = bring(*arguments)  # type: ignore[arg-type]
        _strike(f"import:before:{number}")
        return counts

    running._bring = counted  # type: ignore[assignment]


def _strike(point: str) -> None:
    if os.environ.get("KILL_AT") == point:
        os.kill(os.getpid(), signal.SIGKILL)
