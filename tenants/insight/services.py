"""Keeping the figures: of some people now, of all of them by night or by command."""

import uuid
from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection, transaction

from tenants.leads.models import Lead

from .figures import REFRESH

BATCH: Final = 2_000


def refresh(lead_ids: Iterable[uuid.UUID]) -> int:
    """Told twice, the figures are the same. How many people's figures changed."""
    ids = list(dict.fromkeys(lead_ids))
    if not ids:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REFRESH, [ids])
        return int(cursor.rowcount)


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
