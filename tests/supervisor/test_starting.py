"""What stands in the way of `make run` is said before anything is touched."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from infra.demo.people import log_ins
from infra.embedded import EmbeddedError, Postgres, Redis
from infra.supervisor import demo_mark, lock, ports, running, servers, table

ATRIUM = Path(sys.executable).with_name("atrium")


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = Postgres(tmp_path_factory.mktemp("supervisor") / "pg", durable=False)
    server.start()
    yield server
    server.wipe()


@pytest.mark.parametrize("port", ports.ALL, ids=lambda port: port.variable)
def test_a_used_port_is_named_with_its_variable(port: ports.Port, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in ports.ALL:
        monkeypatch.setenv(each.variable, str(_free()))
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        monkeypatch.setenv(port.variable, str(number))
        with pytest.raises(EmbeddedError, match=f"Port {number} .* {port.server}.*{port.variable}=…"):
            ports.require_all_free()


def test_one_product_a_folder() -> None:
    with (
        lock.held(),
        pytest.raises(EmbeddedError, match=f"already running over .* .process {os.getpid()}"),
        lock.held(),
    ):
        pass


def test_an_empty_database_is_marked_and_taken_again(postgres: Postgres) -> None:
    url = _database(postgres, "empty_one")
    demo_mark.claim(url)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE more (id int)")
    demo_mark.claim(url)


def test_a_database_with_anything_in_it_is_refused_and_left_alone(postgres: Postgres) -> None:
    url = _database(postgres, "full_one")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA shop CREATE TABLE customers (id int)")
    with pytest.raises(
        EmbeddedError, match="not empty and was not made by `make run` .it has shop.customers"
    ):
        demo_mark.claim(url)
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname IN ('public', 'shop')"
        ).fetchone()
    assert row == (1,)


def test_a_database_that_is_not_there_is_said() -> None:
    with pytest.raises(EmbeddedError, match="DATABASE_URL cannot be reached.*unset DATABASE_URL"):
        demo_mark.claim(f"postgresql://a:b@127.0.0.1:{_free()}/c")


def test_demo_log_ins_exist_in_development_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATRIUM_ENV", "development")
    assert len(log_ins()) > 8
    assert "http://desk.northgate.localhost:8000/" in table.drawn()
    for mode in ("production", "test"):
        monkeypatch.setenv("ATRIUM_ENV", mode)
        assert log_ins() == []


@pytest.mark.parametrize("mode", ["production", "test"])
def test_outside_development_run_refuses_before_it_touches_the_database(
    postgres: Postgres, own_var: Path, mode: str
) -> None:
    url = _database(postgres, f"kept_empty_by_{mode}")
    done = _atrium("run", ATRIUM_ENV=mode, DATABASE_URL=url, REDIS_URL="", ATRIUM_VAR=str(own_var))
    assert done.returncode == 1
    assert f"ATRIUM_ENV is {mode}, and this makes a demo" in done.stderr
    with psycopg.connect(url) as connection:
        assert connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchone() == (0,)


def test_a_redis_that_does_not_answer_is_said_before_anything_starts() -> None:
    with pytest.raises(EmbeddedError, match="REDIS_URL cannot be reached: .*refused.*unset REDIS_URL"):
        servers.require_redis(f"redis://127.0.0.1:{_free()}/0")


def test_a_wrong_password_of_redis_is_said(tmp_path: Path) -> None:
    with Redis(tmp_path / "redis", durable=False) as server:
        servers.require_redis(server.url)
        with pytest.raises(EmbeddedError, match="REDIS_URL cannot be reached: .*password"):
            servers.require_redis(f"redis://:wrong@127.0.0.1:{server.port}/0")
        with pytest.raises(EmbeddedError, match="REDIS_URL cannot be reached"):
            servers.require_redis("localhost:6379")


def test_reset_refuses_when_a_database_is_named(own_var: Path) -> None:
    _used(own_var)
    done = _atrium("reset", DATABASE_URL="postgresql://a:b@127.0.0.1:1/c", ATRIUM_VAR=str(own_var))
    assert done.returncode == 1
    assert "reset never touches a database that is not under var/" in done.stderr
    assert (own_var / "keep.txt").exists()


def test_reset_clears_var(own_var: Path) -> None:
    _used(own_var)
    done = _atrium("reset", ATRIUM_VAR=str(own_var))
    assert done.returncode == 0, done.stderr
    assert list(own_var.iterdir()) == []


def test_reset_clears_data_that_lie_elsewhere_and_follows_no_other_link(
    own_var: Path, tmp_path: Path
) -> None:
    _used(own_var)
    (tmp_path / "family" / "data").mkdir(parents=True)
    (tmp_path / "family" / "photo").touch()
    (own_var / "pg").mkdir()
    (own_var / "pg" / "data").symlink_to(tmp_path / "family" / "data")
    (own_var / "bench").mkdir()
    server = Postgres(
        own_var / "bench" / "pg", durable=False
    )  # pytest's folder is closed, so root's data lie elsewhere
    server.start()
    server.stop()
    place = (own_var / "bench" / "pg" / "data").resolve()
    done = _atrium("reset", ATRIUM_VAR=str(own_var))
    assert done.returncode == 0, done.stderr
    assert not place.exists()
    assert list(own_var.iterdir()) == []
    assert (tmp_path / "family" / "photo").exists()


def test_reset_touches_no_folder_that_atrium_did_not_fill(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").touch()
    done = _atrium("reset", ATRIUM_VAR=str(tmp_path))
    assert done.stdout == "There is nothing to reset.\n"
    assert (tmp_path / "letters.txt").exists()


def test_reset_waits_for_nobody(own_var: Path) -> None:
    with lock.held():
        _used(own_var)
        done = _atrium("reset", ATRIUM_VAR=str(own_var))
    assert done.returncode == 1
    assert "already running" in done.stderr
    assert (own_var / "keep.txt").exists()


def test_a_second_window_finds_the_running_servers(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_APP_URL", raising=False)
    monkeypatch.setenv("REDIS_URL", "redis://before")
    running.remember({"DATABASE_URL": postgres.url, "REDIS_URL": "redis://remembered"})
    assert running.adopt()
    assert os.environ["DATABASE_URL"] == postgres.url
    assert os.environ["REDIS_URL"] == "redis://remembered"
    assert running.environment_file().stat().st_mode & 0o777 == 0o600


def test_a_stopped_product_is_not_adopted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DATABASE_APP_URL", raising=False)
    running.remember({"DATABASE_URL": f"postgresql://a:b@127.0.0.1:{_free()}/c"})
    assert not running.adopt()
    assert os.environ["DATABASE_URL"] == running.NOBODY


def _used(var: Path) -> None:
    (var / "run").mkdir(parents=True, exist_ok=True)
    (var / "run" / "lock").touch()
    (var / "keep.txt").touch()


def _database(server: Postgres, name: str) -> str:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.url.rsplit("/", 1)[0] + f"/{name}"


def _atrium(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATABASE_APP_URL"}
    }
    return subprocess.run(
        [ATRIUM, *words], env=clean | environment, capture_output=True, text=True, check=False
    )


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
