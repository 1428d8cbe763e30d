"""`session_replication_role = replica` puts ordinary triggers to sleep. The ledger's are ALWAYS, so it stops there too.

The mode takes a superuser's leave, which no server of the product gives; so this is a server of its own, with the
migration's own statements on it.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest

from infra.embedded.postgres import OWNER, Postgres

posting: Any = import_module("tenants.ledger.migrations.0002_posting")
TABLE = "ledger_movement"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = Postgres(Path(tmp_path_factory.mktemp("replica")) / "pg", durable=False)
    server.start()
    server.stop()
    server._as_superuser(server._data(), f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")
    server.start()
    yield server
    server.wipe()


@pytest.fixture
def replica(scratch: Postgres) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(scratch.url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE {TABLE} AS SELECT 1 AS amount_minor")
        connection.execute(posting._file("refuse_change"))
        for statement in posting._refuse(TABLE, "UPDATE OR DELETE"):
            connection.execute(statement)
        connection.execute("SET session_replication_role = replica")
        yield connection
        connection.execute(f"DROP TABLE {TABLE}; DROP FUNCTION ledger_refuse_change")


@pytest.mark.parametrize(
    "statement", [f"UPDATE {TABLE} SET amount_minor = 2", f"DELETE FROM {TABLE}", f"TRUNCATE {TABLE}"]
)
def test_history_is_kept_in_replica_mode(replica: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(psycopg.Error, match="never changed or removed"):
        replica.execute(statement)

    assert replica.execute(f"SELECT * FROM {TABLE}").fetchall() == [(1,)]


def test_an_ordinary_trigger_sleeps_there(replica: psycopg.Connection[Any]) -> None:
    """The hole that ALWAYS closes, seen open."""
    replica.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_refuse_rows")

    assert replica.execute(f"DELETE FROM {TABLE}").rowcount == 1
