"""PostgreSQL 18 of the wheel: TCP on the loopback address only, one owner role, no superuser that can log in."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from infra.embedded import binaries, passwords, ports, process
from infra.embedded.account import server_account
from infra.embedded.errors import EmbeddedError

NAME = "PostgreSQL"
OWNER = "atrium_owner"
MAJOR = "18"

SETTINGS = {
    "listen_addresses": ports.LOOPBACK,
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # One statement may touch hundreds of brokers' schemas: pg_dump and catalogue tests lock every table of them.
    "max_locks_per_transaction": "1024",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "min_wal_size": "80MB",
    # After each checkpoint a page's first change writes the whole page: as few of them as five minutes allow.
    "max_wal_size": "2GB",
    "io_method": "sync",
    "jit": "off",
    # Disks have no head to move any more, and what pages ask lies in memory: an index is never the long way for its price.
    "random_page_cost": "1.1",
    # A page's rows come sooner than a second process starts, and the other cores have other people's pages.
    "max_parallel_workers_per_gather": "0",
}
# A test's rows need not outlive a power cut.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


class Postgres:
    """`with Postgres(folder) as server: server.url`. The data stay in `folder` until `wipe()`."""

    def __init__(self, folder: Path, port: int | None = None, *, durable: bool = True) -> None:
        self.folder = Path(folder).absolute()
        self.port = port
        self.durable = durable
        self._account = server_account()
        self._child: process.Child | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        if self._child is None:
            raise EmbeddedError(f"{NAME} over {self.folder} is not running: call start() first.")
        return self._url()

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.port is not None:
            ports.require_free(self.port, server=NAME)
        process.require_space(self.folder, server=NAME)
        self._programs = binaries.postgres_programs(self._account)
        lock = process.locked(self.folder, server=NAME)
        try:
            self._prepare_data()
            self._start_somewhere(lock)
        finally:
            os.close(lock)

    def is_alive(self) -> bool:
        return self._child is not None and self._child.process.poll() is None

    def stop(self) -> None:
        if self._child is not None:
            # SIGINT: roll back, disconnect, checkpoint. SIGQUIT: as a crash, replayed at the next start.
            self._child.stop(signal.SIGINT, signal.SIGQUIT)
            self._child = None

    def wipe(self) -> None:
        """Remove the data and the password, also where the folder only links to them."""
        self.stop()
        data = self.folder / "data"
        if data.is_symlink() and data.resolve().is_relative_to(binaries.OPEN_PLACE):
            shutil.rmtree(data.resolve().parent, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start_somewhere(self, lock: int) -> None:
        attempts = 1 if self.port is not None else 3
        for attempt in range(1, attempts + 1):
            chosen = self.port if self.port is not None else ports.free_port()
            try:
                self._start_at(chosen, lock)
            except EmbeddedError as error:
                # Somebody took the free port between our look and the server's bind.
                if attempt == attempts or "port is used" not in str(error):
                    raise
            else:
                return

    def _start_at(self, port: int, lock: int) -> None:
        settings = SETTINGS | ({} if self.durable else FORGETFUL) | {"port": str(port)}
        settings["shared_buffers"] = os.environ.get("ATRIUM_SHARED_BUFFERS") or SETTINGS["shared_buffers"]
        args = [str(self._programs / "postgres"), "-D", str(self._data())]
        args += [f"--{name}={value}" for name, value in settings.items()]
        start = process.Start(NAME, args, self.folder / "log", signal.SIGINT, self._account)
        child = process.Child(start, lock=lock)
        try:
            child.wait_until_ready(lambda: self._answers(port), timeout_seconds=60)
        except BaseException:
            child.stop(signal.SIGINT)
            raise
        self.port, self._child = port, child

    def _answers(self, port: int) -> bool:
        try:
            psycopg.connect(self._url(port), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _url(self, port: int | None = None) -> str:
        password = passwords.kept(self.folder / "password")
        return f"postgresql://{OWNER}:{password}@{ports.LOOPBACK}:{port or self.port}/postgres"

    def _data(self) -> Path:
        return (self.folder / "data").resolve()

    def _prepare_data(self) -> None:
        data = self.folder / "data"
        if not (data / "PG_VERSION").exists():
            self._initialise(self._make_place(data))
        found = (data / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise EmbeddedError(
                f"{data} was made by PostgreSQL {found}, this is {MAJOR}. Nothing was changed. "
                "Take a dump with the old version, then `make reset` and load it."
            )
        # We hold the folder's lock, so whatever process this names now, it is not our server.
        (data / "postmaster.pid").unlink(missing_ok=True)
        if not (self.folder / "password").exists():
            self._as_superuser(self._data(), f"ALTER ROLE {OWNER} PASSWORD '{self._password()}'")

    def _make_place(self, data: Path) -> Path:
        """Where the data go: here, or where the unprivileged user can reach them, with a link from here."""
        if self._account is None or self._account.may(self.folder):
            return data
        place = binaries.open_place(self.folder) / "data"
        data.unlink(missing_ok=True)
        data.symlink_to(place)
        return place

    def _initialise(self, place: Path) -> None:
        # Made beside and renamed at the end: a start that was cut short leaves no half of a database.
        making = place.with_name("data.making")
        for leftover in (making, place):
            shutil.rmtree(leftover, ignore_errors=True)
        making.mkdir(mode=0o700, parents=True)
        if self._account:
            self._account.owns(making)
        self._run("initdb", *_INITDB, "-D", str(making))
        self._as_superuser(
            making,
            f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB PASSWORD '{self._password()}'",
            f"ALTER DATABASE postgres OWNER TO {OWNER}",
        )
        making.rename(place)

    def _password(self) -> str:
        return passwords.kept(self.folder / "password")

    def _as_superuser(self, data: Path, *statements: str) -> None:
        """In single-user mode, so that no password and no door for the superuser ever exists."""
        said = self._run(
            "postgres", "--single", "-D", str(data), "postgres", stdin="\n".join(statements) + "\n"
        )
        if "ERROR:" in said or "FATAL:" in said:
            raise EmbeddedError(process.explained(NAME, said))

    def _run(self, program: str, *args: str, stdin: str = "") -> str:
        done = subprocess.run(
            [str(self._programs / program), *args],
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env=process.CLEAN_ENVIRONMENT,
            check=False,
            **(self._account.popen_options() if self._account else {}),
        )
        if done.returncode != 0:
            raise EmbeddedError(process.explained(f"{NAME} ({program})", done.stdout[-2000:]))
        return done.stdout


_INITDB = (
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
    # Unicode-aware and the same on every machine, whatever locales the system has.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=reject",
    "--auth-host=scram-sha-256",
    "--no-sync",
    "--no-instructions",
)
