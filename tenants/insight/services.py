"""Keeping the figures: of some people now, of all of them by night or by command."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection, transaction

from tenants.leads.models import Lead
from tenants.outbox.services import announce

from .figures import REFRESH

BATCH: Final = 2_000
MOST_TOLD: Final = 200
"""Lists that are open follow so many people at once; beyond it somebody changes the whole house, and says so otherwise."""


def refresh(lead_ids: Iterable[uuid.UUID]) -> int:
    """Told twice, the figures are the same. How many people's figures changed."""
    ids = list(dict.fromkeys(lead_ids))
    if not ids:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFRESH, [ids])
        changed = cursor.fetchall()
        known = [str(lead_id) for lead_id, was_known in changed if was_known]
        if 0 < len(known) <= MOST_TOLD:
            announce("figures.changed", lead_ids=known)
        return len(changed)


def rebuild() -> int:
    """Everybody's, in short transactions. What was right stays untouched; how many were wrong or missing."""
    return sum(refresh(batch) for batch in _batches())


def _batches() -> Iterator[list[uuid.UUID]]:
    last = uuid.UUID(int=0)
    while True:
        found = list(Lead.objects.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:BATCH])
        if not found:
            return
        yield found
        last = found[-1]
