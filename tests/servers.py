"""Real servers for one test session: a slot of its own, so that several sessions run side by side on one machine."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests import memory

ROOT = Path(__file__).resolve().parents[1]
_SLOTS = 16


@dataclass
class Servers:
    """The owner's URL of the session's database and Redis; `stop` ends what was started, the last first.

    `keeps`: a base was built that the next session begins with.
    """

    server_url: str
    redis_url: str
    folder: Path
    stop: list[Callable[[], object]] = field(default_factory=list)
    keeps: bool = False

    def database_url(self, name: str) -> str:
        return urlunsplit(urlsplit(self.server_url)._replace(path=f"/{name}"))

    def execute(self, *statements: sql.Composed | str) -> None:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def has_database(self, name: str) -> bool:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            return (
                connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
                is not None
            )

    def copy_database(self, source: str, name: str) -> None:
        """Its files, not its pages through the log: twice as fast, and it is done after every test that commits."""
        self.drop_database(name)
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self.execute(create.format(sql.Identifier(name), sql.Identifier(source)))

    def drop_database(self, name: str) -> None:
        """FORCE may not end an autovacuum worker that is in there; the plain word asks it to leave and waits for it.

        What a test's threads or programs left open is ended too, and for that the owner needs the serving role's rights.
        """
        self.execute(
            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'atrium_app')"
            " THEN GRANT atrium_app TO CURRENT_USER; END IF; END $$"
        )
        drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
        for _ in range(10):
            try:
                self.execute(drop + sql.SQL(" WITH (FORCE)"))
            except psycopg.errors.InsufficientPrivilege:
                with suppress(psycopg.errors.ObjectInUse):
                    self.execute(drop)
                    return
            else:
                return
        raise RuntimeError(f"The database {name} is in use and cannot be dropped.")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Two sessions on one given server (DATABASE_URL) build its base one after the other."""
        server = hashlib.sha256(urlsplit(self.server_url).netloc.encode()).hexdigest()[:12]
        with (self.folder.parent / f"server-{server}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def databases(self) -> list[str]:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            return [row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()]


def start() -> Servers:
    """DATABASE_URL's and REDIS_URL's servers if they are set, else PostgreSQL and Redis of the wheels."""
    var = Path(os.environ.get("ATRIUM_VAR", ROOT / "var")) / "test"
    folder, lock = _take_slot(var)
    servers = Servers(
        os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", ""), folder, [lock.close]
    )
    if not servers.server_url:
        _start_postgres(servers)
    if not servers.redis_url:
        from infra.embedded.redis import Redis

        redis = Redis(folder / "redis", durable=False)
        redis.start()
        servers.stop.insert(0, redis.stop)
        servers.redis_url = redis.url
    return servers


def _start_postgres(servers: Servers) -> None:
    from infra.embedded.postgres import Postgres

    # Never started where it is kept: that place may be one which the server's account cannot reach, or a link.
    kept, in_memory = servers.folder / "pg-kept", memory.is_roomy()
    postgres = Postgres(memory.fetched(kept) if in_memory else servers.folder / "pg", durable=False)

    def leave() -> None:
        postgres.stop()
        if in_memory and servers.keeps:
            memory.put_back(postgres.folder, kept)
        if in_memory:
            postgres.wipe()
            postgres.folder.parent.rmdir()

    postgres.start()
    servers.stop.insert(0, leave)
    servers.server_url = postgres.url


def _take_slot(var: Path) -> tuple[Path, IO[str]]:
    for number in range(_SLOTS):
        folder = var / f"slot-{number}"
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        return folder, lock
    raise RuntimeError(f"{_SLOTS} test sessions are running already. Wait for one to end.")


def session_name() -> str:
    return f"atrium_run_{os.getpid()}_{secrets.token_hex(3)}"
