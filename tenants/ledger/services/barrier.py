"""The moment between two postings: everything before it is decided, nothing after it has begun."""

import time
from typing import Final

from django.db import OperationalError, connection, transaction

from ..refusals import TryAgain

_TRIES: Final = 40
_PAUSE_SECONDS: Final = 0.25
_LOCK_NOT_AVAILABLE: Final = "55P03"


def wait_for_postings() -> int:
    """The last number given to a movement. Postings wait from here to the end of the caller's transaction.

    It never waits long itself, because whoever posts would wait behind it: a long posting under way is come back to.
    """
    for _ in range(_TRIES):
        try:
            return _barrier()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
                raise
        time.sleep(_PAUSE_SECONDS)
    raise TryAgain("A long posting is under way. Nothing was closed; try again in a few minutes.")


def _barrier() -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '200ms'")
        cursor.execute("SELECT ledger_barrier()")
        last = int(cursor.fetchone()[0])
        cursor.execute("SET LOCAL lock_timeout = DEFAULT")
        return last
