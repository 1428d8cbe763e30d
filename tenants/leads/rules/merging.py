"""What becomes of two leads that are one person."""

from collections.abc import Collection, Mapping
from typing import Any, Final

# What is chosen field by field. A manager brings the desk along.
CHOSEN: Final = (
    "name",
    "email",
    "phone",
    "country",
    "language",
    "birth_date",
    "national_id",
    "address",
    "source",
    "referral_code",
    "assigned_to",
)
_BRINGS: Final = {
    "assigned_to": ("desk", "assigned_because", "assigned_at", "protected_until"),
    "source": ("campaign",),
    "name": ("name_folded",),
}
_LIFE: Final = ("lead", "demo", "live", "funded", "active")
KEPT_DAYS: Final = 30
"""How long a merge can be taken back."""


def with_what_they_bring(fields: Collection[str]) -> list[str]:
    return [name for field in CHOSEN if field in fields for name in (field, *_BRINGS.get(field, ()))]


def suggested(keep: Mapping[str, Any], drop: Mapping[str, Any]) -> list[str]:
    """What the kept one lacks and the other has."""
    return [field for field in CHOSEN if not keep.get(field) and drop.get(field)]


def status_of_both(keep: str, drop: str) -> str:
    """The further of the two; dormant and closed are ends of lives that had been far."""
    if keep not in _LIFE or drop not in _LIFE:
        return drop if keep not in _LIFE and drop in _LIFE[3:] else keep
    return max(keep, drop, key=_LIFE.index)
