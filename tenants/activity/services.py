"""Note what happened, to one or to many."""

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from atrium.kernel import actor, clock
from atrium.kernel.copying import copy_values
from atrium.kernel.ids import new_ids

from .models import Entry


def note(
    *,
    subject_kind: str,
    subject_id: uuid.UUID | str,
    verb: str,
    text: str,
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
    key: str = "",
) -> None:
    """Who did it is who is acting now. A subscriber passes its event's id as `key`, so that hearing twice notes once."""
    entry = Entry(
        subject_kind=subject_kind,
        subject_id=uuid.UUID(str(subject_id)),
        verb=verb,
        text=text,
        data=dict(data or {}),
        at=at or clock.now(),
        actor=json.loads(actor.current().as_setting()),
        key=key,
    )
    Entry.objects.bulk_create([entry], ignore_conflicts=bool(key))


def note_many(
    *,
    subject_kind: str,
    subject_ids: Iterable[uuid.UUID],
    verb: str,
    text: str,
    data: Mapping[str, Any] | None = None,
    texts: Mapping[uuid.UUID, str] | None = None,
) -> None:
    """The same happened to many at once: one statement, in the caller's transaction. `texts`: otherwise for some of them."""
    now, who, own = clock.now(), json.loads(actor.current().as_setting()), texts or {}
    subjects, facts = list(subject_ids), dict(data or {})
    copy_values(
        Entry,
        ("id", "subject_kind", "subject_id", "verb", "text", "data", "at", "actor", "key"),
        (
            (
                entry_id,
                subject_kind,
                subject_id,
                verb,
                own.get(subject_id, text),
                facts,
                now,
                who,
                "",
            )
            for entry_id, subject_id in zip(new_ids(len(subjects)), subjects, strict=True)
        ),
    )
