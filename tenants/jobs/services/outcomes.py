"""What became of each line."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from atrium.kernel.copying import copy_values

from ..models import Job, Outcome


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    what: str
    subject_id: uuid.UUID | None = None
    reason: str = ""
    before: dict[str, Any] | None = None


def note_outcomes(job: Job, lines: Iterable[Line]) -> None:
    """In the chunk's transaction. A line noted before is a mistake, and the database says so."""
    copy_values(
        Outcome,
        ("job_id", "line", "what", "subject_id", "reason", "before"),
        ((job.id, one.number, one.what, one.subject_id, one.reason, one.before) for one in lines),
    )
