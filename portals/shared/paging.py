"""Lists page by cursor: the next page starts after the last row's key, so new rows never shift a page."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

PAGE_ROWS: Final = 50
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    rows: Sequence[Row]
    next_cursor: str
    is_first: bool


def page_of(
    rows: QuerySet[Row], cursor: str = "", *, by: str = "created_at", size: int = PAGE_ROWS
) -> Page[Row]:
    """Newest first by `by`, ties by primary key; `by` must be a column that never changes. A forged or old cursor
    starts at the beginning."""
    after = _decode(cursor)
    ordered = rows.order_by(f"-{by}", "-pk")
    if after is not None:
        value, key = after
        ordered = ordered.filter(Q(**{f"{by}__lt": value}) | Q(**{by: value, "pk__lt": key}))
    found = list(ordered[: size + 1])
    shown = found[:size]
    more = _encode(getattr(shown[-1], by), shown[-1].pk) if len(found) > size else ""
    return Page(shown, more, after is None)


def _encode(value: Any, key: Any) -> str:
    kind = "t" if isinstance(value, datetime) else "i"
    text = json.dumps(
        [kind, value.isoformat() if kind == "t" else int(value), str(key)], separators=(",", ":")
    )
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[datetime | int, UUID | int] | None:
    if not cursor:
        return None
    try:
        kind, value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        row = UUID(key) if "-" in key else int(key)
        return (datetime.fromisoformat(value) if kind == "t" else int(value)), row
    except (ValueError, TypeError, binascii.Error):
        return None
