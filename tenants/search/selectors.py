"""Who fits what was typed. Scope is the asking room's: an entry names the lead that it hangs on."""

from collections.abc import Collection

from django.db.models import QuerySet

from .models import Entry
from .rules import query


def matching(kind: str, text: str, *, without: Collection[str] = (), exact: bool = False) -> QuerySet[Entry]:
    """Entries of one kind in which every word typed begins (or, if `exact`, is) a word. In no order: a reader's page is
    filled from the first that are met. `without`: fields that the reader may not search by."""
    asked = query(kind, text, without=without, exact=exact)
    return Entry.objects.filter(terms__fits=asked) if asked else Entry.objects.none()
