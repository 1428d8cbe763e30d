"""What a comparison is given and what it answers; one file beside this asks one kind of other house."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from ...engine.comparing import Found

GRACE: Final = timedelta(minutes=15)
"""What is younger may still be on its way: a webhook, a worker, a trade that was just closed."""

WINDOW: Final = timedelta(days=35)
"""How far back a run looks; further where a case is still open."""


LEDGER_READ: Final = ("balance", "client_money", "books")
"""Subjects whose own side is a balance of the ledger: what is booked for them shows there by itself."""


class NotAsked(Exception):
    """The other house did not answer. Nothing is said about it, and its cases stay as they are."""


@dataclass(frozen=True, slots=True)
class Asking:
    """By fingerprint: `explained` is what corrections account for beside what the comparison reads in the ledger itself,
    `booked` what they have posted."""

    now: datetime
    since: datetime
    explained: Mapping[str, int]
    booked: Mapping[str, int]

    @property
    def quiet_from(self) -> datetime:
        return self.now - GRACE


@dataclass(frozen=True, slots=True)
class Source:
    """One other house. `compare` asks it, outside any transaction, and raises NotAsked when it does not answer."""

    way: str
    code: str
    label: str
    compare: Callable[[Asking], Iterable[Found]]


def batched(names: Iterable[str], size: int = 1000) -> Iterator[list[str]]:
    """So many at once as one statement takes."""
    left = iter(names)
    while some := list(islice(left, size)):
        yield some
