"""What a server started from the wheel promises to those who connect."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from infra.embedded import Postgres


def one(url: str, query: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_it_is_postgresql_18(postgres: Postgres) -> None:
    assert str(one(postgres.url, "SELECT current_setting('server_version')")).startswith("18.")


def test_the_owner_makes_roles_and_schemas_but_is_no_superuser(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE tenant_x NOLOGIN")
        connection.execute("CREATE SCHEMA s_x AUTHORIZATION atrium_owner")
        connection.execute("CREATE TABLE public.shared_thing (id int)")
        connection.execute("CREATE DATABASE second")
    rights = "SELECT ARRAY[rolsuper, rolcreaterole, rolcreatedb] FROM pg_roles WHERE rolname = current_user"
    assert one(postgres.url, rights) == [False, True, True]


@pytest.mark.parametrize("password", ["", "postgres", "wrong"])
def test_the_superuser_cannot_log_in(postgres: Postgres, password: str) -> None:
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(_as("postgres", password, postgres.url))


def test_a_wrong_password_is_refused(postgres: Postgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(_as("atrium_owner", "wrong", postgres.url))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("listen_addresses", "127.0.0.1"),
        ("TimeZone", "UTC"),
        ("max_locks_per_transaction", "1024"),
        ("fsync", "off"),
        ("password_encryption", "scram-sha-256"),
        ("server_encoding", "UTF8"),
    ],
)
def test_settings(postgres: Postgres, setting: str, value: str) -> None:
    assert one(postgres.url, f"SELECT current_setting('{setting}')") == value


def test_its_memory_is_what_the_operator_gives_it(
    own_postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATRIUM_SHARED_BUFFERS", "24MB")
    own_postgres.start()
    assert one(own_postgres.url, "SELECT current_setting('shared_buffers')") == "24MB"


def test_upper_case_knows_more_than_ascii(postgres: Postgres) -> None:
    assert one(postgres.url, "SELECT upper('señal')") == "SEÑAL"


def _as(user: str, password: str, url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{user}:{password}@{parts.hostname}:{parts.port}"))
