"""The text of an entry and its hash: what an outsider computes again (docs/algorithms/audit.md). Values in, values out."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Final

GENESIS: Final = bytes(32)
"""What the first entry's hash begins with."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An entry before it is text. The JSON ones are text already: PostgreSQL's, in which no number loses a digit."""

    id: uuid.UUID
    at: str
    txid: int
    table: str
    row: str
    op: str
    actor: str
    who: str
    keys: str
    before: str
    after: str
    hidden: str


def text_of(parts: Parts) -> str:
    """The keys always in this order, `null` for what there is not."""
    return (
        f'{{"v":1,"id":"{parts.id}","at":"{parts.at}","tx":{parts.txid},'
        f'"table":{_quoted(parts.table)},"row":{_quoted(parts.row)},"op":"{parts.op}",'
        f'"actor":{parts.actor},"who":{parts.who},"keys":{parts.keys},'
        f'"before":{parts.before},"after":{parts.after},"hidden":{parts.hidden}}}'
    )


def hidden_text(*, owner: uuid.UUID, cipher: str, columns: list[str] | None = None) -> str:
    """Values under a person's key, and which columns they are of."""
    named = "" if columns is None else f'"columns":{json.dumps(columns)},'
    return f'{{"owner":"{owner}",{named}"cipher":"{cipher}"}}'


def next_hash(previous: bytes, broker: uuid.UUID, seq: int, text: str) -> bytes:
    return hashlib.sha256(previous + broker.bytes + seq.to_bytes(8, "big") + text.encode()).digest()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
