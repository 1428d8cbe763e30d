"""When a failed delivery is tried again, and when it is given up."""

from datetime import datetime, timedelta
from typing import Final

BACK_OFF_SECONDS: Final = (1, 5, 30, 120, 600, 1800, 3600, 7200)
"""The wait after the first failure, the second, and so on: about four hours in all."""

MAX_ATTEMPTS: Final = len(BACK_OFF_SECONDS) + 1
LEASE_SECONDS: Final = 300
"""Longer than any subscriber may take. A worker that died is replaced after this."""

GRACE_SECONDS: Final = 2
"""The sweep leaves a fresh delivery to the task that was rung for it."""

RING_AGAIN_SECONDS: Final = 30
"""What the sweep has rung for is not rung for again before this."""


def next_try(attempt: int, failed_at: datetime) -> datetime | None:
    """None once all attempts are used up: the delivery is dead and a person must look."""
    if attempt >= MAX_ATTEMPTS:
        return None
    return failed_at + timedelta(seconds=BACK_OFF_SECONDS[attempt - 1])
