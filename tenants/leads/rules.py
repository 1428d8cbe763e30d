"""Who gets a lead and what its status is. Values in, values out."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Facts in the order of a client's life; a lead never goes back along it.
STATUS_OF_FACT: Final = {
    "registered": "lead",
    "demo_account": "demo",
    "live_account": "live",
    "first_deposit": "funded",
    "first_deal": "active",
}
_RANK: Final = {status: rank for rank, status in enumerate(["lead", "demo", "live", "funded", "active"])}


@dataclass(frozen=True, slots=True)
class Candidate:
    member_id: uuid.UUID
    name: str
    desk_id: uuid.UUID | None
    desk_name: str
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    open_leads: int


@dataclass(frozen=True, slots=True)
class Choice:
    candidate: Candidate
    reason: str


def next_status(old: str, fact: str) -> str:
    """The status after the fact: the further of the two. Dormant wakes up, closed stays closed."""
    new = STATUS_OF_FACT[fact]
    if old == "closed":
        return old
    return new if old not in _RANK or _RANK[new] > _RANK[old] else old


def choose_member(*, country: str, language: str, candidates: Sequence[Candidate]) -> Choice | None:
    """A desk that names the country, else one that names the language, else one that serves everybody; there the least loaded."""
    for pool, why in (
        ([c for c in candidates if country and country in c.countries], f"country {country}"),
        ([c for c in candidates if language and language in c.languages], f"language {language}"),
        ([c for c in candidates if not c.countries and not c.languages], "desk for everybody"),
        (list(candidates), "only colleagues free"),
    ):
        if pool:
            best = min(pool, key=lambda c: (c.open_leads, str(c.member_id)))
            return Choice(
                best, f"{best.desk_name or 'No desk'}: {why}, fewest open leads ({best.open_leads})"
            )
    return None
