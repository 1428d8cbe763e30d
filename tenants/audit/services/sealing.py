"""From what the triggers wrote to sealed entries: read a block's worth, put personal values under their owners' keys, seal.

Everything happens in one transaction, and the database's function has the last word: it checks where the chain ends, makes the
hashes, compares each text with its change and removes what it sealed. Two sealers, a death in the middle or a transaction that
commits late lose nothing and seal nothing twice: a change is pending until the transaction that sealed it is committed.
"""

import base64
import json
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db import DatabaseError, connection, transaction

from atrium.kernel import clock, keys, tenancy
from tenants.audit import canonical, declarations, person_keys
from tenants.audit.models import Head
from tenants.audit.person_keys import Keys

BLOCK_ENTRIES: Final = 1000
MOVED_ON: Final = "AU001"
_WHO: Final = "label,ip,reason,on_behalf_of"  # of the actor, what is hidden

_PENDING: Final = """
    SELECT change.id, to_char(change.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), change.txid, change.table_name,
        change.row_id, change.op, (change.actor - %(who)s::text[])::text, change.keys::text,
        coalesce((change.before - hidden.columns)::text, 'null'), coalesce((change.after - hidden.columns)::text, 'null'),
        hidden.columns,
        jsonb_build_object(
            'before', (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(change.before) f WHERE f.key = ANY (hidden.columns)),
            'after', (SELECT jsonb_object_agg(f.key, f.value) FROM jsonb_each(change.after) f WHERE f.key = ANY (hidden.columns))
        )::text,
        (SELECT change.keys ->> name FROM unnest(personal.owners) WITH ORDINALITY AS o(name, place)
         WHERE change.keys ->> name IS NOT NULL ORDER BY place LIMIT 1),
        personal.owners IS NOT NULL,
        change.actor ->> 'id', change.actor ->> 'label', change.actor ->> 'ip', change.actor ->> 'reason',
        change.actor ->> 'on_behalf_of'
    FROM (SELECT * FROM audit_change ORDER BY at LIMIT %(limit)s) AS change
    LEFT JOIN jsonb_to_recordset(%(personal)s::jsonb) AS personal(name text, owners text[], columns text[])
        ON personal.name = change.table_name
    CROSS JOIN LATERAL (
        SELECT ARRAY(SELECT c FROM unnest(personal.columns) AS c WHERE change.before ? c OR change.after ? c) AS columns
    ) AS hidden
    ORDER BY change.at, change.id"""


@dataclass(frozen=True, slots=True)
class Pending:
    """A change as it is read to be sealed; JSON as PostgreSQL's text."""

    id: uuid.UUID
    at: str
    txid: int
    table: str
    row: str
    op: str
    actor: str
    keys: str
    before: str
    after: str
    columns: list[str]
    values: str
    owner_key: str | None
    is_personal: bool
    actor_id: str | None
    label: str | None
    ip: str | None
    reason: str | None
    on_behalf_of: str | None

    @property
    def owner(self) -> uuid.UUID | None:
        """Whose key the row's values are under: of the first owner column that is not empty, or the row's own."""
        if not self.is_personal:
            return None
        return _uuid(self.owner_key) or _uuid(self.row) or person_keys.house_owner()

    @property
    def actor_owner(self) -> uuid.UUID:
        """A visitor's address is the business of the person whose row it made."""
        return _uuid(self.actor_id) or self.owner or person_keys.house_owner()


def seal_pending(*, most_blocks: int = 50) -> int:
    """How many changes were sealed. Stops early when somebody else is at it: they do the work."""
    sealed = 0
    for _ in range(most_blocks):
        count = _seal_block()
        sealed += count
        if count < BLOCK_ENTRIES:
            break
    return sealed


def _seal_block() -> int:
    try:
        with transaction.atomic():
            if not _my_turn():
                return 0
            # The head first: who finds the same changes pending believes in the same head, and one of the two is refused.
            head = Head.objects.first()
            pending = _read(BLOCK_ENTRIES)
            if pending:
                _seal(pending, head)
            return len(pending)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") == MOVED_ON:
            return 0
        raise


def _my_turn() -> bool:
    """Spares a second sealer the work that the head's lock would refuse in the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [keys.lock_key("audit.seal")])
        return bool(cursor.fetchone()[0])


def _read(limit: int) -> list[Pending]:
    personal = [
        {"name": table, "owners": found.owners, "columns": found.columns}
        for table, found in declarations.personal_columns().items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_PENDING, {"who": _WHO.split(","), "limit": limit, "personal": json.dumps(personal)})
        return [Pending(*row) for row in cursor.fetchall()]


def _seal(pending: list[Pending], head: Head | None) -> None:
    owners = {owner for change in pending for owner in (change.owner, change.actor_owner) if owner}
    person = person_keys.ensured_keys_of(owners | {person_keys.house_owner()})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_seal(%s, %s, %s, %s, %s::uuid[], %s::text[], %s::int[])",
            [
                tenancy.require().broker_id,
                head.seq if head else 0,
                bytes(head.hash) if head else canonical.GENESIS,
                clock.now(),
                [change.id for change in pending],
                [_text(change, person) for change in pending],
                [person.address_bucket(change.ip or "") for change in pending],
            ],
        )


def _text(change: Pending, person: Keys) -> str:
    return canonical.text_of(
        canonical.Parts(
            change.id, change.at, change.txid, change.table, change.row, change.op, change.actor,
            _who(change, person), change.keys, change.before, change.after, _hidden(change, person),
        )
    )  # fmt: skip


def _who(change: Pending, person: Keys) -> str:
    """The actor's name and address, under the actor's own key; the reason too, unless it is the subject's business."""
    told = {"label": change.label, "ip": change.ip, "on_behalf_of": change.on_behalf_of}
    if change.owner is None:
        told["reason"] = change.reason
    plain = _json(told)
    owner = change.actor_owner
    return canonical.hidden_text(owner=owner, cipher=_cipher(person, owner, plain, change.id, "who"))


def _hidden(change: Pending, person: Keys) -> str:
    """The row's personal values, under their owner's key."""
    owner = change.owner
    if owner is None or not (change.columns or change.reason):
        return "null"
    reason = f',"reason":{json.dumps(change.reason, ensure_ascii=False)}' if change.reason else ""
    plain = change.values[:-1] + reason + "}"
    cipher = _cipher(person, owner, plain, change.id, "hidden")
    return canonical.hidden_text(owner=owner, cipher=cipher, columns=change.columns)


def _cipher(person: Keys, owner: uuid.UUID, plain: str, entry: uuid.UUID, part: str) -> str:
    return base64.b64encode(person.encrypt(owner, plain, place_of(entry, part))).decode()


def place_of(entry: uuid.UUID, part: str) -> str:
    """What a ciphertext is bound to: copied to another broker or entry it does not open."""
    return f"{tenancy.require().broker_id}|audit_entry|{part}|{entry}"


def _json(values: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)


@lru_cache(maxsize=8192)
def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
