"""An entry as somebody reads it: opened, with what was erased marked as such."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

ERASED: Final = "erased"


@dataclass(frozen=True, slots=True)
class Who:
    """The actor. `for_label` and `for_id`: on whose behalf."""

    kind: str
    id: str
    label: str
    surface: str
    ip: str
    reason: str
    request_id: str
    for_label: str
    for_id: str
    database_user: str


@dataclass(frozen=True, slots=True)
class Opened:
    """`erased` are the columns whose values are gone with their owner's key; they are in neither mapping."""

    seq: int
    at: datetime
    table: str
    row: str
    op: str
    who: Who
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    erased: tuple[str, ...]
    subjects: tuple[uuid.UUID, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(sorted({*self.before, *self.after, *self.erased}))


@dataclass(frozen=True, slots=True)
class ChainState:
    """`sealed_at` is when the last block was sealed; `waiting` are changes that are not yet."""

    entries: int
    sealed_at: datetime | None
    waiting: int
    checked_at: datetime | None
    checked_entries: int
    findings: int
    anchored_seq: int | None
