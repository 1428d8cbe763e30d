"""Making a broker's house: one transaction on a connection of its own, as owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection as django_connection
from django.utils.module_loading import import_string
from psycopg import sql

from . import grants, template

APP_ROLE = "atrium_app"


@contextmanager
def owner_connection(*, autocommit: bool = False) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Apart from Django's: what a dump sets in its session must not reach anybody else's."""
    known = django_connection.settings_dict
    options = {key: value for key, value in known["OPTIONS"].items() if key != "pool"}
    with psycopg.connect(
        dbname=known["NAME"],
        user=known["USER"],
        password=known["PASSWORD"],
        host=known["HOST"],
        port=known["PORT"],
        autocommit=autocommit,
        **{key: value for key, value in options.items() if key in {"sslmode", "sslrootcert"}},
    ) as connection:
        yield connection


def schema_exists(connection: psycopg.Connection[tuple[Any, ...]], schema: str) -> bool:
    return (
        connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone() is not None
    )


def create_schema(schema: str, *, app_role: str = APP_ROLE) -> bool:
    """All of the schema or nothing. False if it is there already: the job is being tried again."""
    text = template.load(schema)
    with owner_connection() as connection:
        if schema_exists(connection, schema):
            return False
        grants.ensure_house_role(connection, schema, app_role=app_role)
        connection.execute(
            "SET LOCAL check_function_bodies = off"
        )  # a function may come before what it calls
        connection.execute(text.encode())
        grants.grant_house(connection, schema)
    return True


def finish_house(schema: str) -> None:
    """What belongs to every table there is now: the audit's triggers, and the rights. The same again changes nothing."""
    with owner_connection() as connection:
        for dotted in settings.HOUSE_FINISHERS:
            import_string(dotted)(connection, schema)
        grants.grant_house(connection, schema)


def drop_schema(schema: str) -> None:
    """For a creation that is given up, and for tests."""
    with owner_connection() as connection:
        connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"{schema}_role")))
