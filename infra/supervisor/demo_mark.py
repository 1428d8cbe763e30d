"""`run` and `bench` fill a database with invented people. They do so only where nothing else can be lost."""

import psycopg

from infra.embedded.errors import EmbeddedError

MARK = "infra_demo_mark"


def claim(url: str) -> None:
    """Mark an empty database as ours, accept one that bears the mark, refuse every other."""
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            if not _marked(connection):
                _require_empty(connection)
                connection.execute(f"CREATE TABLE public.{MARK} AS SELECT now() AS marked_at")
    except psycopg.OperationalError as error:
        raise EmbeddedError(
            f"The database of DATABASE_URL cannot be reached: {str(error).splitlines()[0]}. "
            "Correct the address, start that server, or unset DATABASE_URL to use one under var/."
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise EmbeddedError(
            f"The user of DATABASE_URL may not create tables ({error}). Nothing was changed. Give it a database "
            "of its own and the right CREATEROLE (docs/map.md), then start again."
        ) from error


def _marked(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{MARK}"]).fetchone()
    return bool(row and row[0])


def _require_empty(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    found = connection.execute(
        "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"
        " ORDER BY 1 LIMIT 3"
    ).fetchall()
    if found:
        names = ", ".join(str(row[0]) for row in found)
        raise EmbeddedError(
            f"The database of DATABASE_URL is not empty and was not made by `make run` (it has {names} …). "
            "Nothing was changed. Name an empty database, or unset DATABASE_URL to use one under var/."
        )
