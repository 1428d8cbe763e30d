"""The audit's two triggers on every table that is audited. Attached after each migration; the same again changes nothing.

Runs as the owner of the database, on a connection of its own. Each trigger carries what it must know of its table as arguments:
on Citus a shard's own name has a suffix, so a trigger may not ask for the name of its table.
"""

from dataclasses import dataclass
from typing import Any, Final

import psycopg
from psycopg import sql

from . import declarations

ROWS: Final = "audit_rows"
TRUNCATE: Final = "audit_truncate"
Connection = psycopg.Connection[tuple[Any, ...]]

_TABLES: Final = """
    SELECT c.relname,
        (SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
         WHERE i.indrelid = c.oid AND i.indisprimary),
        ARRAY(SELECT a.attname::text FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'uuid'::regtype ORDER BY 1),
        ARRAY(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
    FROM pg_class c WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"""

_PRESENT: Final = """
    SELECT c.relname, t.tgname, encode(t.tgargs, 'escape'), t.tgenabled::text
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = %s::regnamespace AND t.tgname IN ('audit_rows', 'audit_truncate')"""


@dataclass(frozen=True, slots=True)
class Audited:
    """A table as its triggers know it. `args` in the order of audit_record's arguments."""

    table: str
    args: tuple[str, ...]

    def as_in_catalogue(self) -> str:
        return "".join(f"{argument}\\000" for argument in self.args)


def attach(connection: Connection, schema: str) -> None:
    """Every audited table has both triggers, with the right arguments and always on; every other has none."""
    if not _has_audit(connection, schema):
        return
    present: dict[str, dict[str, tuple[str, str]]] = {}
    for table, trigger, args, enabled in connection.execute(_PRESENT.encode(), [schema]).fetchall():
        present.setdefault(table, {})[trigger] = (args, enabled)
    for audited in _audited(connection, schema):
        wanted = (audited.as_in_catalogue(), "A")
        if present.pop(audited.table, {}) != {ROWS: wanted, TRUNCATE: wanted}:
            _detach(connection, schema, audited.table)
            _put(connection, schema, audited)
    for table in present:
        _detach(connection, schema, table)


def _has_audit(connection: Connection, schema: str) -> bool:
    found = connection.execute("SELECT to_regprocedure(%s)", [f'"{schema}".audit_record()']).fetchone()
    return found is not None and found[0] is not None


def _audited(connection: Connection, schema: str) -> list[Audited]:
    unaudited = declarations.unaudited_tables()
    secret, derived = declarations.secret_columns(), declarations.derived_columns()
    found = []
    for table, key, uuids, columns in connection.execute(_TABLES.encode(), [schema]).fetchall():
        if table in unaudited:
            continue
        if key is None:
            raise RuntimeError(
                f"{table} has no primary key; every table has one, and the audit needs its value."
            )
        hidden = _known(table, secret.get(table, ()), columns)
        quiet = _known(table, derived.get(table, ()), columns)
        arrays = (_array(names) for names in (hidden, uuids, quiet))
        found.append(Audited(table, (table, key, *arrays)))
    return found


def _known(table: str, names: tuple[str, ...], columns: list[str]) -> list[str]:
    """A misspelt secret would be written down; it stops the migration instead."""
    for name in names:
        if name not in columns:
            raise RuntimeError(f"A room declares {table}.{name} to the audit, and there is no such column.")
    return sorted(names)


def _array(names: list[str]) -> str:
    return "{" + ",".join(names) + "}"


def _put(connection: Connection, schema: str, audited: Audited) -> None:
    table, house = sql.Identifier(schema, audited.table), sql.Identifier(schema)
    arguments = sql.SQL(", ").join(sql.Literal(argument) for argument in audited.args)
    for statement in (
        "CREATE TRIGGER audit_rows AFTER INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {house}.audit_record({arguments})",
        "ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_rows",
        "CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {house}.audit_record_truncate({arguments})",
        "ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit_truncate",
    ):
        connection.execute(sql.SQL(statement).format(table=table, house=house, arguments=arguments))


def _detach(connection: Connection, schema: str, table: str) -> None:
    for trigger in (ROWS, TRUNCATE):
        connection.execute(
            sql.SQL("DROP TRIGGER IF EXISTS {} ON {}").format(
                sql.Identifier(trigger), sql.Identifier(schema, table)
            )
        )
