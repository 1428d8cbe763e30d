"""The one verb: note what happened."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from atrium.kernel import actor, clock

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
