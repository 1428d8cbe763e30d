"""The one clock. Business times are read here and passed on as parameters, so a test can hold the hands."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(tz=UTC)
