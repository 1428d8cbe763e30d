"""How a house is, from its newest sample. Values in, values out."""

from datetime import datetime, timedelta
from typing import Final

LATE_SECONDS: Final = 30
DOWN_SECONDS: Final = 300
SILENT: Final = timedelta(minutes=10)


def health(
    *,
    status: str,
    now: datetime,
    sampled_at: datetime | None,
    feed_lag_seconds: int | None,
    waiting: int,
    failed: int,
) -> str:
    """A word of the status vocabulary: the broker's own state first, then the worst of what was measured."""
    if status != "active":
        return status
    if sampled_at is None:
        return "new"
    lag = feed_lag_seconds or 0
    if now - sampled_at > SILENT or lag > DOWN_SECONDS:
        return "down"
    return "late" if lag > LATE_SECONDS or failed or waiting > 1000 else "ok"
