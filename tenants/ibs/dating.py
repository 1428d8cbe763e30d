"""Ending the open rows of a dated fact. The past is closed: a change never begins before the one it follows."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from atrium.kernel.errors import Refused

from .models import Dated

D = TypeVar("D", bound=Dated)


def end(rows: QuerySet[D], at: datetime, *, is_same: Callable[[D], bool]) -> bool:
    """Ends what is open at that moment. False if the open row says the same already: then nothing is to be written."""
    open_rows = list(rows.filter(valid_to=None))
    if open_rows and all(is_same(row) for row in open_rows):
        return False
    latest = rows.order_by("-valid_from").first()
    if latest is not None and (latest.valid_to or latest.valid_from) > at:
        raise Refused(
            f"There is a later change, of {latest.valid_to or latest.valid_from:%F %T} UTC. Nothing was changed: history"
            " is never attributed anew. Choose a later moment.",
            field="at",
        )
    rows.filter(valid_to=None, valid_from=at).delete()  # it never held for a second
    rows.filter(valid_to=None).update(valid_to=at)
    return True
