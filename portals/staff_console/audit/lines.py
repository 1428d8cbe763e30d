"""Entries as the page shows them: who, what, to whom, and each column before and after, as the reader may see it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portals.shared.ids import uuid_of
from portals.staff_console.audit import words
from portals.staff_console.audit.names import Name, names_of
from tenants.audit.types import Opened
from tenants.staff.masking import HIDDEN, shown
from tenants.staff.models import Member

BRIEF_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One column. `href` where the new value is somebody with a page."""

    column: str
    before: str
    after: str
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    seq: int
    at: datetime
    who: str
    kind: str
    on_behalf: str
    where: str
    ip: str
    reason: str
    operation: str
    tone: str
    what: str
    row: str
    about: Name | None
    changes: tuple[Change, ...]
    request_id: str
    database_user: str

    @property
    def brief(self) -> str:
        """“Status, phone and 2 more”."""
        named = [change.column for change in self.changes]
        if len(named) > BRIEF_COLUMNS:
            more = len(named) - BRIEF_COLUMNS
            return _("%(names)s and %(count)s more") % {
                "names": ", ".join(named[:BRIEF_COLUMNS]),
                "count": more,
            }
        return ", ".join(named)


def lines_of(entries: Sequence[Opened], member: Member) -> list[Line]:
    names = names_of(_ids(entries))
    return [_line(entry, names, member) for entry in entries]


def _ids(entries: Sequence[Opened]) -> set[uuid.UUID]:
    ids = {subject for entry in entries for subject in entry.subjects}
    for entry in entries:
        ids |= {key for key in map(uuid_of, (entry.who.id, entry.who.for_id)) if key}
    return ids


def _line(entry: Opened, names: Mapping[uuid.UUID, Name], member: Member) -> Line:
    operation, tone = words.OPERATIONS.get(entry.op, (entry.op, "none"))
    return Line(
        seq=entry.seq,
        at=entry.at,
        who=_who(entry, names),
        kind=str(words.KINDS.get(entry.who.kind, entry.who.kind)),
        on_behalf=_label(entry.who.for_label, entry.who.for_id, names),
        where=str(words.SURFACES.get(entry.who.surface, entry.who.surface)),
        ip=entry.who.ip,
        reason=entry.who.reason,
        operation=str(operation),
        tone=tone,
        what=words.table_word(entry.table),
        row=entry.row,
        about=_about(entry, names),
        changes=tuple(_changes(entry, names, member)),
        request_id=entry.who.request_id,
        database_user=entry.who.database_user,
    )


def _who(entry: Opened, names: Mapping[uuid.UUID, Name]) -> str:
    label = _label(entry.who.label, entry.who.id, names)
    if label:
        return label
    return _("erased") if uuid_of(entry.who.id) else str(words.KINDS.get(entry.who.kind, entry.who.kind))


def _label(label: str, key: str, names: Mapping[uuid.UUID, Name]) -> str:
    """The name as it was then; of whom only the id was noted, the name of today."""
    found = uuid_of(key)
    return label or (names[found].label if found and found in names else "")


def _about(entry: Opened, names: Mapping[uuid.UUID, Name]) -> Name | None:
    """The row itself if it has a name, else somebody with a page whom it concerns."""
    row = uuid_of(entry.row)
    if row and row in names:
        return names[row]
    known = [names[subject] for subject in entry.subjects if subject in names]
    return next((name for name in known if name.href), None) or next(iter(known), None)


def _changes(entry: Opened, names: Mapping[uuid.UUID, Name], member: Member) -> list[Change]:
    found = []
    for column in entry.columns:
        if column == "id":
            continue  # the row itself, which is said beside them
        label = words.column_word(entry.table, column)
        if column in entry.erased:
            found.append(Change(label, "", _("erased"), erased=True))
            continue
        before, after = (
            _value(entry.table, column, values.get(column), names, member) if column in values else ""
            for values in (entry.before, entry.after)
        )
        if entry.op == "update" or (before or after) != "–":
            found.append(Change(label, before, after))
    return found


def _value(table: str, column: str, value: Any, names: Mapping[uuid.UUID, Name], member: Member) -> str:
    if value == "changed" and words.is_secret(table, column):
        return _("changed; the value is not kept")
    key = uuid_of(value) if isinstance(value, str) else None
    text = names[key].label if key and key in names else words.value_word(table, column, value)
    if text == "–":
        return text
    if column in words.FREE and any(member.authority.mask(field) for field in words.MASKED.values()):
        return HIDDEN
    return (
        shown(text, member.authority.mask(words.MASKED[column]), words.MASKED[column])
        if column in words.MASKED
        else text
    )
