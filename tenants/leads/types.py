"""What the room of leads speaks."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class NewLead:
    """One row of an import. `line` is where it stood; with the import's prefix it is the key by which it is made once.
    `phone` is read as people write it, unless it is E.164 and stands beside its country: then it was read already."""

    line: int
    name: str
    email: str = ""
    phone: str = ""
    country: str = ""
    language: str = ""
    source: str = ""
    referral_code: str = ""
    campaign: Mapping[str, Any] = field(default_factory=dict)
    birth_date: date | None = None
    national_id: str = ""
    address: str = ""
    manager_id: uuid.UUID | None = None  # named in the file; then no rule is asked


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may be the same person, and what says so, strongest first."""

    lead_id: uuid.UUID
    number: int
    name: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contacted:
    """`renewed`: the lead's protection runs anew by this contact."""

    lead_id: uuid.UUID
    renewed: bool


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What still hangs on a colleague."""

    leads: int
    clients: int
    tasks: int

    @property
    def is_nothing(self) -> bool:
        return not (self.leads or self.tasks)


class Anybody:
    """No expectation of who has the lead now, where None would mean nobody."""


ANYBODY: Final = Anybody()
