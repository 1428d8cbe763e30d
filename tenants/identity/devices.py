"""Log-ins and the devices they came from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max, QuerySet

from atrium.kernel import actor, clock

from .models import LogIn, User

# The first that fits names it: many programs also carry the names of those they descend from.
_PROGRAMS: Final = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Device:
    name: str
    ip: str
    times: int
    last_at: datetime


def record_log_in(*, user: User, user_agent: str, succeeded: bool = True) -> None:
    who = actor.current()
    LogIn.objects.create(
        user=user,
        at=clock.now(),
        surface=who.surface,
        ip=who.ip or None,
        user_agent=user_agent[:300],
        device=device_name(user_agent),
        succeeded=succeeded,
    )


def device_name(user_agent: str) -> str:
    """“Chrome on Windows”; programs that say nothing known are named by their first word."""
    program = next((name for sign, name in _PROGRAMS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if program and system:
        return f"{program} on {system}"
    first = re.split(r"[/\s]", user_agent.strip(), maxsplit=1)[0]
    return (program or system or first)[:80]


def log_ins_of(user: User) -> QuerySet[LogIn]:
    return LogIn.objects.filter(user=user).order_by("-at", "-id")


def devices_of(user: User, *, most: int = 12) -> Sequence[Device]:
    """Each device and address once, the last used first."""
    rows = (
        LogIn.objects.filter(user=user, succeeded=True)
        .values("device", "ip")
        .annotate(times=Count("id"), last_at=Max("at"))
        .order_by("-last_at")[:most]
    )
    return [Device(row["device"], row["ip"] or "", row["times"], row["last_at"]) for row in rows]
