"""`session_replication_role = replica` puts ordinary triggers to sleep. The audit's are ALWAYS: it records and refuses there too.

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
from tenants.audit import triggers

recording: Any = import_module("tenants.audit.migrations.0002_recording")


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
    with psycopg.connect(scratch.url) as connection:
        connection.execute("CREATE TABLE audit_change (id uuid PRIMARY KEY, at timestamptz, txid bigint, table_name text,"
                           " row_id text, op text, keys jsonb, before jsonb, after jsonb, actor jsonb)")  # fmt: skip
        connection.execute(
            "CREATE TABLE audit_entry AS SELECT 1 AS seq; CREATE TABLE desk (id uuid PRIMARY KEY, name text)"
        )
        connection.execute(recording._file("refuse_change"))
        for statement in recording._refuse("audit_entry"):
            connection.execute(statement)
        for name in ("record", "record_truncate"):
            connection.execute(recording._file(name))
        triggers._put(connection, "public", triggers.Audited("desk", ("desk", "id", "{}", "{id}", "{}")))
        connection.execute("SET session_replication_role = replica")
        yield connection
        connection.rollback()


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET seq = 2", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_sealed_entries_are_kept_in_replica_mode(replica: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(psycopg.Error, match="never changed or removed"):
        replica.execute(statement)


def test_changes_are_recorded_in_replica_mode(replica: psycopg.Connection[Any]) -> None:
    replica.execute(
        "INSERT INTO desk VALUES (gen_random_uuid(), 'Night'); UPDATE desk SET name = 'Day'; TRUNCATE desk"
    )
    said = replica.execute(
        "SELECT op, before ->> 'name', after ->> 'name' FROM audit_change ORDER BY at"
    ).fetchall()
    assert said == [("insert", None, "Night"), ("update", "Night", "Day"), ("truncate", "Day", None)]
