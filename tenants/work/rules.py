"""Decisions of this room: who is meant by @name, when a repeated task comes again. Values in, values out."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

_AT: Final = re.compile(r"(?<![\w@])@([\w.\-]{2,60})")


@dataclass(frozen=True, slots=True)
class Colleague:
    user_id: UUID
    name: str
    email: str


def handles_of(colleague: Colleague) -> set[str]:
    """“Sam Sales”, sam.sales@…: @sam.sales, @samsales; and @sam where nobody else is called so."""
    words = colleague.name.lower().split()
    local = colleague.email.lower().partition("@")[0]
    return {local, "".join(words), ".".join(words), *words[:1]}


def mentioned(text: str, colleagues: Iterable[Colleague]) -> tuple[Colleague, ...]:
    """Whom the text calls, each once, in the order of calling. A handle that two people share calls neither."""
    owners: dict[str, list[Colleague]] = {}
    for colleague in colleagues:
        for handle in handles_of(colleague):
            owners.setdefault(handle, []).append(colleague)
    called = (owners.get(handle.lower().rstrip(".-"), []) for handle in _AT.findall(text))
    return tuple(dict.fromkeys(found[0] for found in called if len(found) == 1))


def unknown_handles(text: str, colleagues: Iterable[Colleague]) -> tuple[str, ...]:
    """What looks like a call and calls nobody, so that the writer can be told."""
    people = list(colleagues)
    known = [handle for person in people for handle in handles_of(person)]
    asked = dict.fromkeys(_AT.findall(text))
    return tuple(handle for handle in asked if known.count(handle.lower().rstrip(".-")) != 1)


def next_due(due: datetime, repeats: str) -> datetime:
    """The same time of day in `due`'s own zone, one step on; the 31st becomes the last day of a shorter month."""
    if repeats == "daily":
        return due + timedelta(days=1)
    if repeats == "weekdays":
        return due + timedelta(days={4: 3, 5: 2}.get(due.weekday(), 1))
    if repeats == "weekly":
        return due + timedelta(days=7)
    year, month = due.year + due.month // 12, due.month % 12 + 1
    return due.replace(year=year, month=month, day=min(due.day, monthrange(year, month)[1]))
