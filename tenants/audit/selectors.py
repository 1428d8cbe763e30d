"""Reads of the audit. Whoever asks has been asked for `audit.view` by the page; values are opened only here."""

import base64
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from . import person_keys
from .models import Block, Change, Check, Entry, Head
from .person_keys import Keys
from .services.sealing import place_of
from .types import ChainState, Opened, Who

PAGE: Final = 50
_LOOKS: Final = 20  # pages of candidates that a search by address opens before it says: no more


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for; empty fields say nothing. `subjects`: any of these ids, in whatever column."""

    actor_id: str = ""
    actor_kind: str = ""
    tables: tuple[str, ...] = ()
    row: str = ""
    subjects: tuple[uuid.UUID, ...] = ()
    op: str = ""
    surface: str = ""
    ip: str = ""
    begin: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Newest first. `next_seq` continues below it; None: that was all."""

    entries: tuple[Opened, ...]
    next_seq: int | None


def has_pending() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM audit_change)")
        return bool(cursor.fetchone()[0])


def search(wanted: Wanted, *, below: int | None = None, limit: int = PAGE) -> Page:
    """By address: the bucket's candidates are opened, and those of another address left out."""
    found: list[Opened] = []
    for _ in range(_LOOKS):
        rows = list(_narrowed(wanted, below)[: limit + 1])
        found += [entry for entry in opened(rows[:limit]) if not wanted.ip or entry.who.ip == wanted.ip]
        below = rows[limit - 1].seq if len(rows) > limit else None
        if below is None or len(found) >= limit:
            break
    return Page(tuple(found), below)


def has_more_than(count: int, wanted: Wanted) -> bool:
    """By address it may say yes of a few less: a bucket's candidates are not opened for it."""
    return _narrowed(wanted, None)[count : count + 1].exists()


def entry(seq: int) -> Opened | None:
    found = list(opened(list(Entry.objects.filter(seq=seq))))
    return found[0] if found else None


def state() -> ChainState:
    head, block = Head.objects.first(), Block.objects.order_by("-number").first()
    check = Check.objects.order_by("-at").first()
    return ChainState(
        entries=head.seq if head else 0,
        sealed_at=block.sealed_at if block else None,
        waiting=Change.objects.count(),
        checked_at=check.at if check else None,
        checked_entries=check.entries if check else 0,
        findings=len(check.findings) if check else 0,
        anchored_seq=check.anchored_seq if check else None,
    )


def opened(rows: Sequence[Entry]) -> Iterable[Opened]:
    """All keys of all rows in one read."""
    said = [json.loads(row.text) for row in rows]
    owners = {uuid.UUID(part["owner"]) for text in said for part in (text["who"], text["hidden"]) if part}
    keys = person_keys.keys_of(owners)
    return [_opened(row, text, keys) for row, text in zip(rows, said, strict=True)]


def _narrowed(wanted: Wanted, below: int | None) -> QuerySet[Entry]:
    rows = Entry.objects.order_by("-seq")
    if below is not None:
        rows = rows.filter(seq__lt=below)
    exact = {
        "actor_id": wanted.actor_id,
        "actor_kind": wanted.actor_kind,
        "row_id": wanted.row,
        "op": wanted.op,
        "surface": wanted.surface,
        "at__gte": wanted.begin,
        "at__lt": wanted.end,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.tables:
        rows = rows.filter(table_name__in=wanted.tables)
    if wanted.subjects:
        rows = rows.filter(subjects__overlap=list(wanted.subjects))
    if wanted.ip:
        house = person_keys.keys_of([person_keys.house_owner()])
        rows = rows.filter(ip_bucket=house.address_bucket(wanted.ip))
    return rows


def _opened(row: Entry, said: dict[str, Any], keys: Keys) -> Opened:
    hidden = _values(said, "hidden", keys)
    erased = tuple(said["hidden"]["columns"]) if said["hidden"] and hidden is None else ()
    known = hidden or {}
    return Opened(
        seq=row.seq,
        at=row.at,
        table=row.table_name,
        row=row.row_id,
        op=row.op,
        who=_who(said, _values(said, "who", keys), str(known.get("reason") or "")),
        before={**(said["before"] or {}), **(known.get("before") or {})},
        after={**(said["after"] or {}), **(known.get("after") or {})},
        erased=erased,
        subjects=tuple(row.subjects),
    )


def _who(said: dict[str, Any], told: dict[str, Any] | None, reason: str) -> Who:
    actor = said["actor"]
    known = told if told is not None else {"label": "", "ip": ""}
    return Who(
        kind=actor.get("kind", ""),
        id=actor.get("id", ""),
        label=known.get("label", ""),
        surface=actor.get("surface", ""),
        ip=known.get("ip", ""),
        reason=reason or known.get("reason", ""),
        request_id=actor.get("request_id", ""),
        for_label=known.get("on_behalf_of", ""),
        for_id=actor.get("on_behalf_of_id", ""),
        database_user=actor.get("db", ""),
    )


def _values(said: dict[str, Any], part: str, keys: Keys) -> dict[str, Any] | None:
    """None where the key was destroyed."""
    hidden = said[part]
    if not hidden:
        return {}
    place = place_of(uuid.UUID(said["id"]), part)
    plain = keys.decrypt(uuid.UUID(hidden["owner"]), base64.b64decode(hidden["cipher"]), place)
    return None if plain is None else dict(json.loads(plain))
