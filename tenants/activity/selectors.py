"""Timelines, by cursor."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from atrium.kernel.errors import InvalidInput

from .models import Entry
from .types import Subject

PAGE_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest first. `next_cursor` asks for what is older; empty means that was all."""

    entries: tuple[Entry, ...]
    next_cursor: str


def timeline(
    subjects: Sequence[Subject | tuple[str, uuid.UUID]], *, cursor: str = "", limit: int = 50
) -> Timeline:
    """What happened to a subject and its relatives (a client and its lead, accounts, deposits) in one stream.

    The caller has asked whether the one who is looking may see these subjects.
    """
    if not subjects:
        return Timeline((), "")
    limit = max(1, min(limit, PAGE_LIMIT))
    rows = Entry.objects.filter(_any_of(subjects))
    if cursor:
        at, last = _read_cursor(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=last))
    found = list(rows.order_by("-at", "-id")[: limit + 1])
    page = tuple(found[:limit])
    return Timeline(page, _cursor(page[-1]) if len(found) > limit else "")


def _any_of(subjects: Sequence[Subject | tuple[str, uuid.UUID]]) -> Q:
    by_kind: dict[str, list[uuid.UUID]] = {}
    for kind, subject_id in subjects:
        by_kind.setdefault(kind, []).append(subject_id)
    wanted = Q()
    for kind, ids in by_kind.items():
        wanted |= Q(subject_kind=kind, subject_id__in=ids)
    return wanted


def _cursor(entry: Entry) -> str:
    return f"{entry.at.isoformat()}|{entry.id}"


def _read_cursor(text: str) -> tuple[datetime, uuid.UUID]:
    at, _, last = text.partition("|")
    try:
        return datetime.fromisoformat(at), uuid.UUID(last)
    except ValueError:
        raise InvalidInput(
            "That is not a place in this timeline. Start from its top.", field="cursor"
        ) from None
