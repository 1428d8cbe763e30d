"""What the simulator remembers, in one SQLite file: a restart forgets nothing."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.simulators.psp.wire import Json

_SCHEMA = """
create table if not exists object (
    seq integer primary key autoincrement, id text unique not null, account text not null,
    kind text not null, grouping text not null default '', body text not null);
create index if not exists object_kind on object (account, kind, seq);
create table if not exists idempotency (
    account text not null, key text not null, fingerprint text not null, status integer not null,
    body text not null, primary key (account, key));
create table if not exists delivery (
    id integer primary key autoincrement, event_id text not null, endpoint_id text not null,
    attempt integer not null default 0, state text not null default 'waiting', next_at real not null,
    last_status integer, last_answer text not null default '', sent_at real);
create index if not exists delivery_due on delivery (state, next_at);
create table if not exists expiry (session_id text primary key, account text not null, at real not null);
create table if not exists fault (
    id integer primary key autoincrement, kind text not null, times integer not null, options text not null);
"""


class Store:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.execute("pragma journal_mode=wal")
        self.db.execute("pragma synchronous=normal")
        self.db.executescript(_SCHEMA)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything one call does is kept together or not at all."""
        self.db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.db.execute("rollback")
            raise
        self.db.execute("commit")

    def put(self, account: str, thing: Json, *, grouping: str = "") -> Json:
        sql = (
            "insert into object (id, account, kind, grouping, body) values (?, ?, ?, ?, ?) "
            "on conflict (id) do update set body = excluded.body"
        )
        self.db.execute(sql, (thing["id"], account, thing["object"], grouping, json.dumps(thing)))
        return thing

    def get(self, account: str, identifier: str, kind: str = "") -> Json | None:
        sql = "select body from object where id = ? and account = ? and kind like ?"
        row = self.db.execute(sql, (identifier, account, kind or "%")).fetchone()
        return json.loads(row["body"]) if row else None

    def find(self, identifier: str) -> tuple[str, Json] | None:
        """An object by its id alone, with its account: for pages and the courier, never for the API."""
        row = self.db.execute("select account, body from object where id = ?", (identifier,)).fetchone()
        return (row["account"], json.loads(row["body"])) if row else None

    def all(self, account: str, kind: str, *, grouping: str = "", limit: int = 1000) -> list[Json]:
        """Newest first, as Stripe lists them."""
        sql = (
            "select body from object where account = ? and kind = ? and (? = '' or grouping = ?) "
            "order by seq desc limit ?"
        )
        rows = self.db.execute(sql, (account, kind, grouping, grouping, limit))
        return [json.loads(row["body"]) for row in rows]

    def latest(self, kind: str, limit: int = 50) -> list[Json]:
        rows = self.db.execute(
            "select body from object where kind = ? order by seq desc limit ?",
            (kind, limit),
        )
        return [json.loads(row["body"]) for row in rows]

    def remembered(self, account: str, key: str) -> sqlite3.Row | None:
        sql = "select fingerprint, status, body from idempotency where account = ? and key = ?"
        row: sqlite3.Row | None = self.db.execute(sql, (account, key)).fetchone()
        return row

    def remember(self, account: str, key: str, fingerprint: str, status: int, body: Json) -> None:
        sql = "insert into idempotency values (?, ?, ?, ?, ?)"
        self.db.execute(sql, (account, key, fingerprint, status, json.dumps(body)))

    def expire_later(self, account: str, session_id: str, at: float) -> None:
        self.db.execute("insert into expiry values (?, ?, ?)", (session_id, account, at))

    def take_expired(self) -> list[tuple[str, str]]:
        rows = self.db.execute(
            "delete from expiry where at <= ? returning account, session_id",
            (time.time(),),
        )
        return [(row["account"], row["session_id"]) for row in rows.fetchall()]
