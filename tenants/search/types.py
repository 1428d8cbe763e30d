"""What can be found, and by which words."""

import uuid
from dataclasses import dataclass
from typing import Final

# A letter for each kind, so that the words of one kind never lengthen the way to another's.
KINDS: Final = {
    "person": "p",
    "partner": "i",
    "account": "a",
    "deposit": "d",
    "withdrawal": "w",
    "approval": "v",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The words as people write them; folding is this room's. `numbers` are found whole, all others by their beginning,
    phones and log-ins by their last four or more digits too."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    logins: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indexed:
    """`lead_id`: whose scope the subject belongs to, where it hangs on a lead or client."""

    kind: str
    subject_id: uuid.UUID
    terms: Terms
    lead_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Worded:
    """An entry with its lexemes."""

    entry: Indexed
    words: list[str]
