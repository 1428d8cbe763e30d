"""What became of each line."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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
    Outcome.objects.bulk_create(
        Outcome(
            job=job,
            line=line.number,
            what=line.what,
            subject_id=line.subject_id,
            reason=line.reason,
            before=line.before,
        )
        for line in lines
    )
