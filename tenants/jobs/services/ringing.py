"""Redis only rings the bell: a job is a row, and the sweep finds what was not heard."""

import logging
import uuid
from datetime import datetime

from django.db import connection, transaction

from .. import tasks

log = logging.getLogger(__name__)


def ring_on_commit(job_id: uuid.UUID) -> None:
    transaction.on_commit(lambda: ring(job_id))


def ring(job_id: uuid.UUID) -> None:
    try:
        tasks.run.apply_async([str(job_id)], queue=tasks.QUEUE, retry=False)
    except Exception:
        log.warning("Could not ring for job %s; the sweep will.", job_id, exc_info=True)


def database_time() -> datetime:
    """Leases are measured by the database's clock; workers' clocks may differ."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)
    return now
