"""The time zone somebody reads in."""

from zoneinfo import ZoneInfo

from .models import User


def zone_of(user: User) -> ZoneInfo:
    try:
        return ZoneInfo(user.time_zone)
    except (KeyError, ValueError):  # unknown to this machine's tables
        return ZoneInfo("UTC")
