"""Freezing what was chosen in a list: the ids as they are now, so that what is confirmed is what is changed."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from atrium.kernel.errors import InvalidInput, Refused
from tenants.identity.models import User

from ..models import Selection
from ..rules import MOST_SELECTED


def freeze(
    *, list_code: str, ids: Iterable[uuid.UUID], by: User, document: Mapping[str, Any] | None = None
) -> Selection:
    """The ids are those the chooser may see: the caller asked the list."""
    frozen = list(dict.fromkeys(ids))
    if not frozen:
        raise InvalidInput("Nothing is selected, or nothing of it is yours to see. Tick some rows first.")
    if len(frozen) > MOST_SELECTED:
        raise Refused(
            f"That is more than {MOST_SELECTED:,} rows. Narrow the filter and do it in parts; nothing was changed."
        )
    return Selection.objects.create(
        list_code=list_code, chosen_by=by, document=dict(document or {}), ids=frozen
    )
