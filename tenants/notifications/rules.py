"""When a digest is due, in the reader's own time. Values in, values out."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

DAILY_AT: Final = time(8)
_KNOWN: Final = available_timezones()


def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name if name in _KNOWN else "UTC")


def period_of(cadence: str, now: datetime, zone: ZoneInfo) -> tuple[str, datetime]:
    """The period whose mail may be sent now, by name, and the moment it closed: only what came before belongs to it."""
    local = now.astimezone(zone)
    if cadence == "hourly":
        closed = local.replace(minute=0, second=0, microsecond=0)
        # In UTC, because when clocks are put back an hour happens twice.
        return f"hourly {closed.astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M}", closed
    closed = datetime.combine(local.date(), DAILY_AT, tzinfo=zone)
    if closed > local:
        closed = datetime.combine(local.date() - timedelta(days=1), DAILY_AT, tzinfo=zone)
    return f"daily {closed.date().isoformat()}", closed
