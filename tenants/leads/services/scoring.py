"""Scores are counted by the database, a few thousand leads a statement; only what changed is written."""

import uuid
from collections.abc import Sequence
from typing import Final

from django.db import connection, transaction
from django.db.models import F

from ..models import Lead
from ..selectors.scoring import rules_on, with_totals

CHUNK: Final = 5000

_WRITE: Final = """
UPDATE leads_lead l SET score = scored.score
  FROM (SELECT id, score FROM unnest(%s::uuid[], %s::int[]) AS row (id, score) ORDER BY id) AS scored
 WHERE l.id = scored.id
"""


def score_leads(ids: Sequence[uuid.UUID]) -> int:
    """Inside the caller's transaction. How many scores changed."""
    rows = with_totals(Lead.objects.filter(id__in=list(ids)).order_by(), rules_on())
    changed = list(rows.exclude(score=F("total")).values_list("id", "total"))
    if changed:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [[row[0] for row in changed], [row[1] for row in changed]])
    return len(changed)


def score_all() -> int:
    """After a change of rules, and once a day, because some rules ask how long ago something was."""
    last, total = uuid.UUID(int=0), 0
    while True:
        ids = Lead.objects.filter(id__gt=last, merged_into=None).order_by("id").values_list("id", flat=True)
        chunk = list(ids[:CHUNK])
        if not chunk:
            return total
        with transaction.atomic():
            total += score_leads(chunk)
        last = chunk[-1]
