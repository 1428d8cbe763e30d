"""When to call: the two hours in which this person is usually there, from what they did, in their own time zone.

A call that reached them counts most, then log-ins and trades of their own hand. Values in, values out.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import phonenumbers
from babel.core import get_global
from phonenumbers import timezone as phone_zones

REACHED, LOGGED_IN, TRADED, NO_ANSWER = 4, 1, 1, -2
SPAN: Final = 2
ENOUGH: Final = 3
_WAKING: Final = range(8, 21)


@dataclass(frozen=True, slots=True)
class BestTime:
    """`begins`–`ends` in the person's own hours. `share`: how much of what they did falls into them, in percent."""

    begins: int
    ends: int
    share: int
    evidence: int
    zone: ZoneInfo
    by_hour: tuple[int, ...]

    @property
    def most(self) -> int:
        return max(self.by_hour)

    def is_now(self, now: datetime) -> bool:
        return self.begins <= now.astimezone(self.zone).hour < self.ends


def best_time(moments: Iterable[tuple[datetime, int]], zone: ZoneInfo) -> BestTime | None:
    """`moments`: when, and how much it says. None while there is too little to say anything."""
    hours: Counter[int] = Counter()
    count = 0
    for at, weight in moments:
        hours[at.astimezone(zone).hour] += weight
        count += weight > 0
    if count < ENOUGH:
        return None
    by_hour = tuple(max(0, hours[hour]) for hour in range(24))
    total = sum(by_hour)
    if not total:
        return None
    sums = {hour: sum(by_hour[hour : hour + SPAN]) for hour in _WAKING}
    best = max(sums, key=lambda hour: (sums[hour], -hour))
    if not sums[best]:
        return None
    return BestTime(best, best + SPAN, round(100 * sums[best] / total), count, zone, by_hour)


def zone_of(*, chosen: str, phone: str, country: str) -> ZoneInfo:
    """What they chose themselves; else where their phone number, else their country lies."""
    names = [chosen if chosen != "UTC" else "", *_of_phone(phone), *_of_country(country), "UTC"]
    for name in names:
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError):
            continue
    return ZoneInfo("UTC")


def _of_phone(phone: str) -> tuple[str, ...]:
    try:
        zones = phone_zones.time_zones_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return ()
    return tuple(zones) if len(zones) == 1 and not zones[0].startswith("Etc/") else ()


def _of_country(country: str) -> list[str]:
    """Of several zones the one that most of the country's clocks show is not known; the first in the list is taken."""
    zones = get_global("zone_territories")
    return sorted((zone for zone, of in zones.items() if of == country), key=_lesser_last) if country else []


def _lesser_last(zone: str) -> tuple[int, str]:
    lesser = ("Africa/Ceuta", "Atlantic/", "Asia/Famagusta", "America/Adak", "Europe/Busingen", "Pacific/")
    return (int(zone.startswith(lesser)), zone)
