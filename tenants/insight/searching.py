"""Rows that fit a text: of few matches their keys are asked for, of very many each row is asked as it is met."""

import json
import uuid
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from atrium.kernel.among import Among
from tenants.lists.types import Searched
from tenants.search.models import Entry
from tenants.search.selectors import matching

FEW: Final = 2_000
WHOLE_WORDS: Final = 200
SOME: Final = 200
NARROW: Final = 5_000


def searched(rows: QuerySet[Any], kind: str, text: str, closed: frozenset[str]) -> Searched:
    """All of the rows that fit. Where a word is so common that its matches would have to be read and sorted by the thousand,
    the database walks the list's order instead and looks at each row's words, or does otherwise where that is shorter."""
    entries = matching(kind, text, without=closed)
    if _expected(entries) < FEW:
        ids = found_ids(rows, kind, text, closed, FEW)
        if len(ids) < FEW:
            return Searched(rows.filter(Among("pk", ids)), few=True)
    return Searched(rows.filter(Exists(entries.filter(subject_id=OuterRef("pk")))), few=False)


def _expected(entries: QuerySet[Entry]) -> int:
    """By the database's statistics."""
    if entries.query.is_empty():
        return 0
    (told,) = json.loads(entries.explain(format="json"))
    return int(told["Plan"]["Plan Rows"])


def found_ids(
    rows: QuerySet[Any], kind: str, text: str, closed: frozenset[str], most: int
) -> list[uuid.UUID]:
    """Of the rows those that fit the text: whole words first, then beginnings. At most `most`."""
    ids: dict[uuid.UUID, None] = {}
    for exact, limit in ((True, min(WHOLE_WORDS, most)), (False, most)):
        found = matching(kind, text, without=closed, exact=exact)
        ids.update(dict.fromkeys(_within(rows, found, limit)))
    return list(ids)[:most]


def _within(rows: QuerySet[Any], found: QuerySet[Entry], limit: int) -> list[uuid.UUID]:
    """The first that are met are often enough. Only where they are not is it worth asking who of a narrow scope fits, or
    joining the two."""
    batch = max(limit, SOME)
    first = list(found.values_list("subject_id", flat=True)[:batch])
    if not first:
        return []
    kept = list(rows.order_by().filter(Among("pk", first)).values_list("pk", flat=True)[:limit])
    if len(first) < batch or len(kept) >= min(limit, SOME):
        return kept
    scope = list(rows.order_by().values_list("pk", flat=True)[: NARROW + 1])
    inside: Any = scope if len(scope) <= NARROW else rows.order_by().values("pk")
    return list(found.filter(subject_id__in=inside).values_list("subject_id", flat=True)[:limit])
