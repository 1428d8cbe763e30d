"""The whole chain, walked from its first entry: recomputed, compared with blocks, head, search columns and anchors."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction

from atrium.kernel import clock, tenancy
from atrium.kernel.ids import new_id

from . import anchors
from .models import Block, Check, Entry, Head
from .outside.check_export import Chain, Fault, Sealed

_CHUNK: Final = 5000

# What is searched by must be what was sealed: these columns stand beside the text and are not hashed themselves.
_COLUMNS_DIFFER: Final = """
    SELECT seq FROM (
        SELECT *, CASE WHEN seq <> ALL (%s) THEN text::jsonb END AS said FROM audit_entry  -- a changed text may be no JSON
    ) AS entry
    WHERE seq <> ALL (%s) AND (said ->> 'id' IS DISTINCT FROM id::text OR said ->> 'table' IS DISTINCT FROM table_name
        OR said ->> 'row' IS DISTINCT FROM row_id OR said ->> 'op' IS DISTINCT FROM op
        OR (said ->> 'at')::timestamptz IS DISTINCT FROM at
        OR coalesce(said -> 'actor' ->> 'kind', '') <> actor_kind OR coalesce(said -> 'actor' ->> 'id', '') <> actor_id
        OR coalesce(said -> 'actor' ->> 'surface', '') <> surface
        OR coalesce(said -> 'actor' ->> 'on_behalf_of_id', '') <> for_id)
    ORDER BY seq LIMIT 100"""


@dataclass(frozen=True, slots=True)
class Result:
    """`anchored_seq`: up to there an anchor outside the database agrees; None without one."""

    entries: int
    faults: tuple[Fault, ...]
    anchored_seq: int | None

    @property
    def holds(self) -> bool:
        return not self.faults


def verify() -> Result:
    """This broker's chain. One consistent view of it: what is sealed meanwhile belongs to the next look."""
    broker = tenancy.require().broker_id
    kept = anchors.anchors_of(broker)
    with one_view():
        faults, chain = _walk(broker, kept)
    return Result(chain.count, tuple(faults), max((anchor.seq for anchor in kept), default=None))


def verify_and_note() -> Result:
    """As `verify`, and the page can say when it was done."""
    result = verify()
    Check.objects.create(
        id=new_id(),
        at=clock.now(),
        entries=result.entries,
        anchored_seq=result.anchored_seq,
        findings=[fault._asdict() for fault in result.faults],
    )
    return result


@contextmanager
def one_view() -> Iterator[None]:
    """Everything read inside is of one moment. Inside a transaction that somebody else began, it is that transaction's view."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def entries() -> Iterator[Sealed]:
    """The chain in its order, a few thousand at a time."""
    rows = Entry.objects.order_by("seq").values_list("seq", "hash", "text")
    for seq, digest, text in rows.iterator(chunk_size=_CHUNK):
        yield Sealed(seq, bytes(digest), text)


def _walk(broker: uuid.UUID, kept: list[anchors.Anchor]) -> tuple[list[Fault], Chain]:
    faults = [
        Fault(kept_one.seq, "signature", f"The anchor at entry {kept_one.seq} is not signed by our key.")
        for kept_one in kept
        if not kept_one.is_ours
    ]
    chain = Chain(broker, [(kept_one.seq, kept_one.hash) for kept_one in kept if kept_one.is_ours])
    faults += chain.walk(entries())
    faults += _blocks(chain)
    faults += _head(chain)
    known = [fault.seq for fault in faults]
    faults += [
        Fault(seq, "columns", f"Entry {seq} is searched by other words than it says.")
        for seq in _columns(known)
    ]
    return faults, chain


def _blocks(chain: Chain) -> Iterator[Fault]:
    """Each begins where the one before it ended, and ends with the hash of its last entry."""
    ends = dict(_hashes_at_ends())
    last = 0
    for block in Block.objects.order_by("first_seq").iterator(chunk_size=_CHUNK):
        if block.first_seq != last + 1:
            yield Fault(last + 1, "blocks", f"The block after entry {last} is missing.")
        if ends.get(block.last_seq) != bytes(block.hash):
            yield Fault(
                block.last_seq, "blocks", f"Block {block.number} does not end with entry {block.last_seq}."
            )
        last = block.last_seq
    if last != chain.seq:
        yield Fault(
            min(last, chain.seq) + 1, "blocks", f"The blocks end at entry {last}, the entries at {chain.seq}."
        )


def _hashes_at_ends() -> Iterator[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry.seq, entry.hash FROM audit_block block JOIN audit_entry entry ON entry.seq = block.last_seq"
        )
        yield from ((seq, bytes(digest)) for seq, digest in cursor.fetchall())


def _head(chain: Chain) -> Iterator[Fault]:
    head = Head.objects.first()
    said: Any = (head.seq, bytes(head.hash)) if head else (0, bytes(32))
    if said != (chain.seq, chain.hash):
        yield Fault(
            chain.seq + 1, "cut", f"The chain's end was noted at entry {said[0]}; it ends at {chain.seq}."
        )


def _columns(known: list[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS_DIFFER, [known, known])
        return [row[0] for row in cursor.fetchall()]
