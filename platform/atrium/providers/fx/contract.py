"""Where reference exchange rates come from: one price a currency and day, against one base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Fixing:
    """One day's prices: one `base` costs `prices[currency]` of it. They hold from `at` on, until the next fixing."""

    day: date
    at: datetime
    base: str
    prices: dict[str, Decimal]


class RateSource(Protocol):
    code: str

    def history(self, since: date) -> Iterator[Fixing]:
        """The fixings of `since` and later that this source knows without asking anybody, oldest first."""

    def newest(self) -> tuple[Fixing, ...]:
        """What the source's feed says now, oldest first. Raises TryAgain or NeverAgain (atrium.providers.errors)."""
